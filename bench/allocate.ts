// A demanding round given by the lottery beside first come first served: who gets anything, and how evenly.
import { createHash } from 'node:crypto';
import { allocate, type Fairness, fairnessOf, firstComeFirstServed } from '../engines/stats/allocate.ts';
import { demanding } from '../tests/support/demanding-round.ts';
import { row } from './print.ts';

const seed = process.argv[2] ?? 'linli 2026 autumn';
const asked = demanding();
const { given } = allocate(asked, seed);
const say = (name: string, { served, applicants, jain, firstWish, given: times }: Fairness) =>
  row(name, `${served} of ${applicants} served`, `Jain ${jain.toFixed(3)}`, `first wish ${firstWish}`, `times given ${times}`);
say('passes and lottery', fairnessOf(asked, given));
say('first come first served', fairnessOf(asked, firstComeFirstServed(asked)));
const text = asked.applicants.map(({ id }) => `${id}:${given.get(id)!.join(',')}`).join('\n');
row('result of this seed', createHash('sha256').update(text).digest('hex'));
