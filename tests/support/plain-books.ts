// What the ledger means, as plainly as it can be said: lists in memory, added up from the beginning each time. The database is compared with it.

export type PlainAccount = { isKept: boolean; unit: string; floor: number | null; ceiling: number | null; hasLots: boolean };
export type Op =
  | { flow: 'post'; id: number; debit: number; credit: number; amount: number; expiresOn: number | null }
  | { flow: 'hold'; id: number; debit: number; credit: number; amount: number; until: number }
  | { flow: 'capture'; id: number; of: number; amount: number | null }
  | { flow: 'release' | 'reverse'; id: number; of: number };
type Entry = { id: number; flow: string; debit: number; credit: number; amount: number; of: number | null; until: number };
type Lot = { account: number; of: number; remaining: number; expiresOn: number | null };

export class PlainBooks {
  readonly entries: Entry[] = [];
  readonly lots: Lot[] = [];
  private readonly uses: { by: number; lot: Lot; amount: number }[] = [];
  readonly accounts: PlainAccount[];
  constructor(accounts: PlainAccount[]) {
    this.accounts = accounts;
  }

  private moved = (account: number, flows: string[]) =>
    this.entries
      .filter(({ flow }) => flows.includes(flow))
      .reduce((sum, e) => sum + (e.credit === account ? e.amount : 0) - (e.debit === account ? e.amount : 0), 0);
  balance = (account: number) => this.moved(account, ['post', 'capture', 'reverse']);
  private open = () => this.entries.filter((e) => e.flow === 'hold' && !this.entries.some((other) => other.of === e.id));
  held = (account: number) => this.open().reduce((sum, e) => sum + (e.debit === account ? e.amount : 0), 0);
  awaited = (account: number) => this.open().reduce((sum, e) => sum + (e.credit === account ? e.amount : 0), 0);

  private resolve(op: Op): Entry | string {
    if (op.flow === 'post' || op.flow === 'hold') {
      return { id: op.id, flow: op.flow, debit: op.debit, credit: op.credit, amount: op.amount, of: null, until: op.flow === 'hold' ? op.until : 0 };
    }
    const first = this.entries.find(({ id }) => id === op.of);
    if (!first) return 'noSuchTransfer';
    const entry = { id: op.id, flow: op.flow, of: op.of, until: 0 };
    if (op.flow === 'reverse') {
      return ['post', 'capture'].includes(first.flow) ? { ...entry, debit: first.credit, credit: first.debit, amount: first.amount } : 'notReversible';
    }
    if (first.flow !== 'hold') return 'notHold';
    const amount = op.flow === 'capture' && op.amount !== null ? op.amount : first.amount;
    return amount > first.amount ? 'overHold' : { ...entry, debit: first.debit, credit: first.credit, amount };
  }

  /** What becomes of an operation at a time, in the words of ledger.post. */
  post(op: Op, now: number): string {
    const entry = this.resolve(op);
    if (typeof entry === 'string') return entry;
    const there = this.entries.find(({ id }) => id === op.id);
    if (there) return (['flow', 'debit', 'credit', 'amount', 'of'] as const).every((field) => there[field] === entry[field]) ? 'already' : 'otherContent';
    const [debit, credit] = [this.accounts[entry.debit]!, this.accounts[entry.credit]!];
    if (entry.debit === entry.credit) return 'sameAccount';
    if (debit.unit !== credit.unit) return 'otherUnit';
    if (entry.flow === 'capture' && this.entries.find(({ id }) => id === entry.of)!.until <= now) return 'holdExpired';
    if (entry.of !== null && this.entries.some(({ of }) => of === entry.of)) return 'resolved';
    this.entries.push(entry);
    const [from, to] = [entry.debit, entry.credit];
    const isShort = debit.isKept && debit.floor !== null && this.balance(from) - this.held(from) < debit.floor;
    const isFull = credit.isKept && credit.ceiling !== null && this.balance(to) + this.awaited(to) > credit.ceiling;
    if (isShort || isFull) {
      this.entries.pop();
      return isShort ? 'short' : 'full';
    }
    if (entry.flow !== 'hold' && entry.flow !== 'release') this.moveLots(entry, op.flow === 'post' ? op.expiresOn : null);
    return 'posted';
  }

  private moveLots(entry: Entry, expiresOn: number | null): void {
    const [from, to] = [this.accounts[entry.debit]!, this.accounts[entry.credit]!];
    const given = entry.flow === 'reverse' && to.hasLots ? this.uses.filter(({ by, lot }) => by === entry.of && lot.account === entry.credit) : [];
    for (const { lot, amount } of given) lot.remaining += amount;
    const carries = to.hasLots && given.length === 0 && expiresOn === null;
    if (from.hasLots) this.takeLots(entry, carries);
    if (to.hasLots && given.length === 0 && !(from.hasLots && carries))
      this.lots.push({ account: entry.credit, of: entry.id, remaining: entry.amount, expiresOn });
  }

  private takeLots(entry: Entry, carries: boolean): void {
    let rest = entry.amount;
    const own = this.lots.filter(({ account, remaining }) => account === entry.debit && remaining > 0);
    const first = (lot: Lot) => (entry.flow === 'reverse' && lot.of === entry.of ? 0 : 1);
    const last = Number.MAX_SAFE_INTEGER;
    // Array sort is stable, so that of two with the same day the older comes first.
    for (const lot of own.toSorted((a, b) => first(a) - first(b) || (a.expiresOn ?? last) - (b.expiresOn ?? last))) {
      const amount = Math.min(rest, lot.remaining);
      if (amount === 0) break;
      lot.remaining -= amount;
      rest -= amount;
      this.uses.push({ by: entry.id, lot, amount });
      if (carries) this.lots.push({ account: entry.credit, of: entry.id, remaining: amount, expiresOn: lot.expiresOn });
    }
    if (rest > 0) throw new Error('the model lacks lots');
  }
}
