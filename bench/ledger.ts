// Transfers per second beside pgbench's own TPC-B-like script and beside a plain double-entry function, on the same PostgreSQL and in the
// same run: one by one, in batches, and all onto one account.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '../apps/server/open-house.ts';
import { legId, type NewTransfer, openAccount, postAlone } from '../modules/ledger/index.ts';
import { inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { startPostgres } from '../platform/postgres.ts';
import { row } from './print.ts';

const seconds = Number(process.argv[2] ?? 8);
const [connections, accountsEach, batch, meals] = [16, 5000, 2000, 5000];
const districts = ['330105', '330106'];
const dataDirectory = path.resolve('var/bench-ledger');
rmSync(dataDirectory, { recursive: true, force: true });
const postgres = await startPostgres({ dataDirectory });
await prepareDatabase(postgres.url(), process.cwd(), new Date());
const owner = new pg.Client({ connectionString: postgres.url() });
await owner.connect();
const db = openDatabase(openPool(postgres.url(), 'linli_app', connections));

const pick = <T>(list: T[]) => list[Math.floor(Math.random() * list.length)]!;
function pgbench(args: string[], env: Record<string, string> = {}): number {
  try {
    const out = execFileSync('pgbench', [...args, postgres.url()], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env } });
    return Number(/^tps = ([\d.]+)/m.exec(out)?.[1] ?? 0);
  } catch {
    throw new Error('pgbench could not be run. It comes with the Debian package postgresql-contrib (apt-get install postgresql-contrib).');
  }
}
/** Our posting by pgbench's driver, as the server's role: the peer's own client, so that only what PostgreSQL does differs. */
function byPgbench(): number {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'linli-ledger-')), 'post.sql');
  const account = (n: string) => `(select id from bare.numbered where n = ${n})`;
  const transfer = `row(uuidv7(), 'post', 'bench.move', ${account(':a')}, ${account(':b')}, 5, null, null, null, null, null)::ledger.new_transfer`;
  const half = accountsEach / 2;
  writeFileSync(
    file,
    `\\set a random(1, ${half})\n\\set b random(${half + 1}, ${accountsEach})\nselect ledger.post('${districts[0]}', now(), null, array[${transfer}], true);\n`,
  );
  const options = ['-n', '-c', `${connections}`, '-j', '2', '-T', `${seconds}`, '-M', 'prepared', '-f', file];
  return pgbench(options, { PGOPTIONS: `-c role=linli_app -c app.district=${districts[0]}` });
}
const tpcb = () => pgbench(['-n', '-c', `${connections}`, '-j', '2', '-T', `${seconds}`, '-M', 'prepared']);

/** As many as fit into the time, on so many connections. @returns per second */
async function perSecond(workers: number, work: (worker: number) => Promise<number>): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const started = performance.now();
  const done = await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      let count = 0;
      while (performance.now() < until) count += await work(worker);
      return count;
    }),
  );
  return done.reduce((sum, n) => sum + n, 0) / ((performance.now() - started) / 1000);
}

/** What many write for themselves: a row of the transaction, two entries, two balances, in a function. */
const plain = `
  create schema bare;
  create table bare.account (id uuid primary key, balance bigint not null default 0);
  create table bare.transaction (id uuid primary key, at timestamptz not null);
  create table bare.entry (transaction_id uuid not null, account_id uuid not null, amount bigint not null, at timestamptz not null, primary key (transaction_id, account_id));
  create index entry_account on bare.entry (account_id, at);
  create table bare.numbered (n integer primary key, id uuid not null);
  create function bare.transfer(p_id uuid, p_from uuid, p_to uuid, p_amount bigint) returns void language plpgsql as $$
  begin
    insert into bare.transaction values (p_id, now());
    insert into bare.entry values (p_id, p_from, -p_amount, now()), (p_id, p_to, p_amount, now());
    if p_from < p_to then
      update bare.account set balance = balance - p_amount where id = p_from;
      update bare.account set balance = balance + p_amount where id = p_to;
    else
      update bare.account set balance = balance + p_amount where id = p_to;
      update bare.account set balance = balance - p_amount where id = p_from;
    end if;
  end $$;
  grant usage on schema bare to linli_app; grant all on all tables in schema bare to linli_app;`;

const wallets: string[][] = [];
const open: string[][] = [];
for (const district of districts) {
  await inTransaction(db, district, async (tx) => {
    const account = (kind: string, i: number, isKept: boolean) =>
      openAccount(
        { tx, district, now: new Date() },
        { owner: { kind: 'fund', id: `${kind}${i}` }, unit: 'points', kind, name: kind, isKept, floor: isKept ? -1e12 : null },
      );
    wallets.push(await Promise.all(Array.from({ length: accountsEach }, (_, i) => account('wallet', i, true))));
    open.push(await Promise.all(Array.from({ length: 1000 }, (_, i) => account('income', i, false))));
  });
}
await owner.query(plain);
await owner.query('insert into bare.account select id from ledger.account');
await owner.query(`insert into bare.numbered select row_number() over (), id from ledger.account where district = '${districts[0]}' and is_kept`);
pgbench(['-i', '-s', '50', '-q']);
await owner.query('vacuum analyze');

const wallet = (d: number) => pick(wallets[d]!);
function move(d: number, creditId: string): NewTransfer {
  let debitId = wallet(d);
  while (debitId === creditId) debitId = wallet(d);
  return { id: newId(), kind: 'bench.move', debitId, creditId, amount: 5 };
}
const post = (d: number, transfers: NewTransfer[]) => postAlone(db, { district: districts[d]!, now: new Date(), actor: null }, transfers);
const single = (credit: (d: number) => string) => async (worker: number) => {
  await post(worker % 2, [move(worker % 2, credit(worker % 2))]);
  return 1;
};
const bare = openPool(postgres.url(), 'linli_app', connections);

const figures: Record<string, number> = {};
figures['tpcb'] = tpcb();
figures['plain'] = await perSecond(connections, async () => {
  await bare.query('select bare.transfer($1, $2, $3, $4)', [newId(), wallet(0), wallet(1), 5]);
  return 1;
});
figures['driven'] = byPgbench();
figures['single'] = await perSecond(connections, single(wallet));
figures['spread'] = await perSecond(
  connections,
  single((d) => pick(open[d]!)),
);
figures['hot'] = await perSecond(
  connections,
  single((d) => open[d]![0]!),
);
figures['tpcbAgain'] = tpcb();
figures['batched'] = await perSecond(2, async (worker) => {
  await post(
    worker,
    Array.from({ length: batch }, () => move(worker, pick(open[worker]!))),
  );
  return batch;
});
const peer = Math.max(figures['tpcb'], figures['tpcbAgain']);
const say = (name: string, figure: number, of?: number) => row(name, `${Math.round(figure)} per second`, of ? `ratio ${(figure / of).toFixed(2)}` : '');
say('pgbench, TPC-B-like, prepared, 16 clients', figures['tpcb']);
say('the same again, after the single transfers', figures['tpcbAgain']);
say('a plain double-entry function by bare pg', figures['plain'], peer);
say('ledger.post one by one, by the same driver', figures['driven'], peer);
say('the same by our server, among kept accounts', figures['single'], peer);
say('the same, onto a thousand incomes', figures['spread'], peer);
say('all onto one income, beside a thousand', figures['hot'], figures['spread']);
say(`in batches of ${batch}, two districts`, figures['batched'], peer);

// A canteen's lunch: five thousand meals, each a price and a subsidy from a budget, linked, until the last one is in.
const started = performance.now();
let left = meals;
const [canteen, city] = [open[0]![1]!, open[0]![2]!];
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (left-- > 0) {
      const price = move(0, canteen);
      await post(0, [price, { id: legId(price.id, 'subsidy'), kind: 'bench.subsidy', debitId: city, creditId: canteen, amount: 2 }]);
    }
  }),
);
row(
  'one canteen, 5,000 meals of two legs each',
  `${((performance.now() - started) / 1000).toFixed(1)} s`,
  `${Math.round(meals / ((performance.now() - started) / 1000))} meals per second`,
);
await bare.end();
await db.destroy();
await owner.end();
await postgres.stop();
