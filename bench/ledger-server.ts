// The ledger alone behind HTTP, on a database that is there already: a process that can be killed.
import Fastify from 'fastify';
import { type NewTransfer, postEach, sealDistrict } from '../modules/ledger/index.ts';
import { inTransaction, openDatabase, openPool } from '../platform/database.ts';

const [databaseUrl, port] = process.argv.slice(2) as [string, string];
const db = openDatabase(openPool(databaseUrl, 'linli_app', 32));
type Body = { district: string; transfers: (NewTransfer & { expiresAt?: string })[] };
const dated = ({ expiresAt, ...transfer }: Body['transfers'][number]) => ({ ...transfer, ...(expiresAt && { expiresAt: new Date(expiresAt) }) }) as NewTransfer;
const app = Fastify();
app.post<{ Body: Body }>('/post', ({ body: { district, transfers } }) =>
  inTransaction(db, district, (tx) => postEach({ tx, district, now: new Date(), actor: null }, transfers.map(dated))),
);
setInterval(() => {
  for (const district of ['330105', '330106']) inTransaction(db, district, (tx) => sealDistrict(tx, district, new Date())).catch(() => {});
}, 2000);
await app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');
