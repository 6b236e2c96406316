import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { demoAccounts, demoPassword, demoPhone } from '../../demo/accounts.ts';
import { isDemoLoaded, loadDemo } from '../../demo/load.ts';
import { openDatabase, openPool } from '../../platform/database.ts';
import { type RunningPostgres, startPostgres } from '../../platform/postgres.ts';
import { createLog, openHouse, prepareDatabase } from './open-house.ts';
import { isDemonstration, openVault, readSettings } from './settings.ts';

export type StartOptions = { root: string; say(text: string, options?: { again?: boolean }): void };

/** The database this installation uses: DATABASE_URL, or a PostgreSQL of its own under var/. */
export async function reachDatabase({ root, say }: StartOptions): Promise<{ url: string; postgres: RunningPostgres | null }> {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, postgres: null };
  const postgres = await startPostgres({ dataDirectory: path.join(root, 'var/postgres') });
  say(postgres.reused ? 'PostgreSQL of an earlier start goes on' : 'PostgreSQL started');
  return { url: postgres.url(), postgres };
}

/** Loads the demonstration district once. */
async function fillDemonstration(url: string, { root, say }: StartOptions): Promise<void> {
  const db = openDatabase(openPool(url, 'linli_app', 2));
  try {
    if (await isDemoLoaded(db)) return;
    const households = Number(process.env['LINLI_DEMO_HOUSEHOLDS'] ?? 60_000);
    await loadDemo(db, openVault(process.env, path.join(root, 'var')), createLog('warn'), (step) => say(`demonstration district: ${step}`, { again: true }), {
      households,
      reports: 6000,
      now: new Date(),
    });
    say('demonstration district loaded');
  } finally {
    await db.destroy();
  }
}

function announce(address: string): void {
  const accounts = demoAccounts.map(({ loginName, zh }) => `      ${loginName.padEnd(12)} ${zh}`).join('\n');
  process.stdout.write(`
  邻里 Linli 已启动 is ready

    居民端 Portal   ${address}/
    工作台 Desk     ${address}/desk/
    接口 API        ${address}/api
${
  isDemonstration(process.env)
    ? `
    演示模式：数据为虚构，仅本机可访问。Demonstration mode: invented data, this machine only.
    居民 Resident   手机号 phone ${demoPhone}，验证码显示在页面上 the code is shown on the page
    工作人员 Staff  密码 password ${demoPassword}，动态码显示在页面上 the authenticator code is shown on the page
${accounts}
`
    : ''
}
    停止 Stop       Ctrl-C
`);
}

async function listen(house: Awaited<ReturnType<typeof openHouse>>, host: string, port: number, isFixed: boolean): Promise<number> {
  for (let at = port; ; at++) {
    try {
      await house.app.listen({ host, port: at });
      return at;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (isFixed || at > port + 20) throw new Error(`Port ${at} is in use. Stop what uses it, or choose another: PORT=8080 npm start`);
    }
  }
}

/** Runs the whole house until a signal stops it. */
export async function start(options: StartOptions): Promise<void> {
  const { root, say } = options;
  const host = process.env['HOST'] ?? (isDemonstration(process.env) ? '127.0.0.1' : '0.0.0.0');
  if (isDemonstration(process.env) && !['127.0.0.1', 'localhost', '::1'].includes(host)) {
    throw new Error('The demonstration has known passwords and listens on this machine only. Unset HOST, or set LINLI_MODE=production.');
  }
  const port = Number(process.env['PORT'] ?? 7300);
  const { url, postgres } = await reachDatabase(options);
  try {
    await prepareDatabase(url, root, new Date());
    if (isDemonstration(process.env)) await fillDemonstration(url, options);
    const vault = openVault(process.env, path.join(root, 'var'));
    const log = createLog(process.env['LOG_LEVEL'] ?? (isDemonstration(process.env) ? 'warn' : 'info'));
    const settings = readSettings(process.env, { host, port });
    const house = await openHouse({
      databaseUrl: url,
      root,
      settings,
      vault,
      log,
      limits: { requestsPerMinute: Number(process.env['REQUESTS_PER_MINUTE'] ?? 1200) },
    });
    const bound = await listen(house, host, port, process.env['PORT'] !== undefined);
    const jobs = keepWorking({ url, root, address: { host, port: bound } }, log);
    say('ready');
    announce(process.env['PUBLIC_URL'] ?? `http://${host === '0.0.0.0' ? 'localhost' : host}:${bound}`);
    onSignal(async () => {
      await jobs.stop();
      await house.close();
      await postgres?.stop();
    });
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

/** The thread that works on jobs; one that ends, say for want of memory, is replaced. */
function keepWorking(workerData: object, log: ReturnType<typeof createLog>): { stop(): Promise<void> } {
  let isStopping = false;
  const open = (): Worker => {
    const worker = new Worker(new URL('./jobs.mjs', import.meta.url), { workerData });
    worker.on('error', (error) => log.error({ err: error }, 'the job worker failed'));
    worker.on('exit', () => {
      if (!isStopping) setTimeout(() => (current = open()), 1000);
    });
    return worker;
  };
  let current = open();
  return {
    stop: async () => {
      isStopping = true;
      current.postMessage('stop');
      await Promise.race([new Promise((resolve) => current.once('exit', resolve)), new Promise((resolve) => setTimeout(resolve, 5000))]);
    },
  };
}

/** The first signal stops in order; a second one ends at once. */
function onSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      process.stdout.write('\n  stopping\n');
      stop().then(
        () => process.exit(0),
        (error) => {
          process.stderr.write(`${(error as Error).message}\n`);
          process.exit(1);
        },
      );
    });
  }
}
