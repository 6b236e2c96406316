import { expect, test } from 'vitest';
import { createWorkingCalendar } from '../../engines/calendar/working-days.ts';
import {
  applyMove,
  type CaseEvent,
  type CaseStanding,
  faultOfMove,
  type MoveDetail,
  movesOpenTo,
  nextOf,
  openCase,
  readCase,
} from '../../engines/cases/case.ts';
import { type CaseType, faultOfType, parts } from '../../engines/cases/case-type.ts';
import { createWorkingLine } from '../../engines/cases/working-line.ts';
import { wallMinute } from '../../platform/clock.ts';
import { shipped } from './case-types.ts';

const start = wallMinute(new Date('2026-11-23T01:00:00Z'));
let state = 5;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const around = { openChildren: 0 };

const said = (type: CaseType, standing: CaseStanding, codes: string[], now: number): MoveDetail => ({
  reason: '理由',
  text: '内容',
  limit: type.classes[standing.class]!.extensions.longest ?? { workingDays: 1 },
  until: now + 5000,
  unit: standing.coHandlers[0]?.unit ?? pick(['u1', 'u2', 'u3']),
  case: 'other',
  handler: 'h',
  resolved: random() < 0.7,
  channel: 'phone',
  ...(codes.length > 0 && { code: pick(codes) }),
});

test.each(shipped.map((type) => [type.kind, type] as const))(
  '%s: every drawn way of a case stays in its table, ends, and is what its events add up to',
  (_, type) => {
    expect(faultOfType(type)).toBeNull();
    const line = createWorkingLine(createWorkingCalendar([]), type.office);
    const ends = new Set<string>();
    for (let round = 0; round < 150; round++) {
      const open: CaseEvent = { move: 'open', at: start, by: { id: 'a', part: pick(type.first.by) }, detail: { class: pick(Object.keys(type.classes)) } };
      const events = [open];
      let standing = openCase(type, open, line);
      for (let now = start; events.length < 60 && !type.states[standing.state]!.isFinal; now += Math.floor(random() * 900)) {
        const due = nextOf(type, standing, line);
        const who = pick(['a', 'b']);
        const mayBe =
          due && due.at <= now
            ? movesOpenTo(type, standing, ['system'], null, { now, line, around })
            : movesOpenTo(type, standing, parts, who, { now, line, around });
        if (mayBe.length === 0) continue;
        const { name, part, codes } = pick(mayBe);
        const event: CaseEvent = { move: name, at: now, by: { id: part === 'system' ? null : who, part }, detail: said(type, standing, codes, now) };
        expect(faultOfMove(type, standing, event, line, around)).toBeNull();
        standing = applyMove(type, standing, event, line);
        events.push(event);
        expect(Object.keys(type.states)).toContain(standing.state);
      }
      expect(readCase(type, events, line)).toEqual(standing);
      if (type.states[standing.state]!.isFinal) ends.add(standing.state);
    }
    expect([...ends].toSorted()).toEqual(
      Object.entries(type.states)
        .filter(([, one]) => one.isFinal)
        .map(([code]) => code)
        .toSorted(),
    );
  },
);
