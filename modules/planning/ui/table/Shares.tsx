import { useMemo } from 'react';
import { Figure } from '../../../../ui/desk.tsx';
import { count, percent } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { usualOffer } from './need.ts';
import { isSame } from './settings.ts';
import type { Picture, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** The middle of the supply in reach over the people who want it. */
function medianAccess({ access }: Picture, wanting: readonly number[]): number {
  const order = Array.from(access.keys()).sort((a, b) => access[a]! - access[b]!);
  const half = sum(wanting) / 2;
  let running = 0;
  for (const i of order) {
    running += wanting[i]!;
    if (running >= half && running > 0) return access[i]!;
  }
  return 0;
}

function figuresOf(picture: Picture, data: TableData, code: string) {
  const { shares } = picture;
  const group = data.need.groups.find((entry) => entry.code === (data.need.wantedBy[code] ?? 'all'))!;
  const wanting = data.cells.bands.map((bands) => bands.reduce((all, n, band) => all + n * group.bands[band]!, 0));
  const meanReached = data.cells.people.reduce((all, people, i) => all + people * picture.reached[i]!, 0) / Math.max(1, shares.people);
  return {
    group,
    share: shares.people === 0 ? 0 : shares.within / shares.people,
    wanting: shares.wanting === 0 ? 0 : shares.withinWanting / shares.wanting,
    straight: shares.people === 0 ? 0 : shares.withinStraight / shares.people,
    facilities: picture.stands.filter((it) => it.isOpen && it.offers.some((offer) => offer.function === code)).length,
    access: medianAccess(picture, wanting),
    reached: meanReached,
  };
}

/** The figures of the function, each beside what it was before the edits. */
export function Shares({ table, data }: { table: Table; data: TableData }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { now, before, settings, asked } = table;
  const a = useMemo(() => now && figuresOf(now, data, settings.function), [now, data, settings.function]);
  const b = useMemo(() => before && figuresOf(before, data, settings.function), [before, data, settings.function]);
  if (!a || !b) return null;
  const change = (difference: number, digits: number, unit = '') =>
    Math.abs(difference) < 0.5 * 10 ** -digits ? w.same : w.compared(`${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(digits)}${unit}`);
  const points = (x: number, y: number) => change(100 * (x - y), 1, ` ${w.points}`);
  const rows = [
    { label: w.share, value: percent(a.share), was: points(a.share, b.share) },
    ...(a.group.code === 'all'
      ? []
      : [{ label: w.wanting(language === 'zh' ? a.group.name : a.group.nameEn), value: percent(a.wanting), was: points(a.wanting, b.wanting) }]),
    { label: w.straight, value: percent(a.straight), was: points(a.straight, b.straight) },
    { label: w.facilities, value: count(a.facilities), was: change(a.facilities - b.facilities, 0) },
    { label: w.access(usualOffer(data, settings.function).capacity > 0), value: a.access.toFixed(1), was: change(a.access - b.access, 1) },
    { label: w.reached, value: a.reached.toFixed(1), was: change(a.reached - b.reached, 1) },
  ];
  const wanted = data.functions.find(({ code }) => code === settings.function)!;
  return (
    <section className="figures" aria-label={language === 'zh' ? wanted.name : wanted.nameEn} aria-busy={!isSame(asked, settings)}>
      {rows.map(({ label, value, was }) => (
        <Figure key={label} label={label}>
          {value} <small className="figure-was">{was}</small>
        </Figure>
      ))}
    </section>
  );
}
