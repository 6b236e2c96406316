import { openAccount } from '../../modules/ledger/index.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district } from './house.ts';

type Targets = { ledgerAccount: string };

/** A well-formed call of each endpoint, for the access matrix. */
export const ledgerCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'ledger.listUnits': (as) => as.get('/api/ledger/units'),
  'ledger.getBooks': (as) => as.get('/api/ledger/books'),
  'ledger.listAccounts': (as) => as.get('/api/ledger/accounts?ownerKind=fund&ownerId=access'),
  'ledger.listAccountLines': (as, t) => as.get(`/api/ledger/accounts/${t.ledgerAccount}/lines`),
  'ledger.listMyAccounts': (as) => as.get('/api/ledger/mine'),
  'ledger.tellPayment': (as) => as.send('POST', '/api/ledger/payments/notices/mock', { payload: '{}', signature: 'x' }),
  'ledger.listMyPayments': (as) => as.get('/api/ledger/payments/mine'),
  'ledger.listPaymentsToReturn': (as) => as.get('/api/ledger/payments/to-return'),
  'ledger.payAtMock': (as) => as.send('POST', `/api/ledger/payments/${newId()}/mock`, { kind: 'paid' }),
  'ledger.listMyLines': (as, t) => as.get(`/api/ledger/mine/${t.ledgerAccount}/lines`),
};

/** What those calls are about. */
export async function ledgerTargets(tx: Write): Promise<Targets> {
  const account = { owner: { kind: 'fund' as const, id: 'access' }, unit: 'points', kind: 'wallet', name: '测试', isKept: true, floor: 0 };
  return { ledgerAccount: await openAccount({ tx, district, now: new Date() }, account) };
}
