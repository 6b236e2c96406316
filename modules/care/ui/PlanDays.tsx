import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, problemOf } from '../../../platform/client.ts';
import { clockTime, dayName, today, yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Failed } from '../../../ui/States.tsx';
import type { care } from '../contract.ts';
import type { Mine } from './CarePage.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');
type Group = Awaited<ReturnType<typeof calls.listGroups>>[number];
type Mode = 'fullDay' | 'halfDay' | 'hourly' | 'temporary';
type Planned = Awaited<ReturnType<typeof calls.planStays>>;
type Span = { from: number; to: number };

const modes: Mode[] = ['fullDay', 'halfDay', 'hourly', 'temporary'];
const shownDays = 14;
const dayAfter = (from: string, n: number) => new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10);

/** The times to choose from: those of the group, or a beginning and a length. */
function timesOf({ rules }: Group, mode: Mode): Span[] | null {
  if (mode === 'fullDay') return rules.fullDay ? [rules.fullDay.time] : [];
  if (mode === 'halfDay') return rules.halfDay?.times ?? [];
  return null;
}

/** Planning days: for whom, in which group, how, when, and on which days. Each day tells what came of it. */
export function PlanDays({ people }: { people: Mine['people'] }) {
  const w = useWords(words);
  const groups = useQuery({ queryKey: ['care', 'groups'], queryFn: () => calls.listGroups({}) });
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{w.plan}</h2>
      <Answer of={groups}>{(list) => <Form people={people} groups={list} />}</Answer>
    </section>
  );
}

function Form({ people, groups }: { people: Mine['people']; groups: Group[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const [personId, setPersonId] = useState((people.find(({ isMinor }) => isMinor) ?? people[0]!).id);
  const [groupId, setGroupId] = useState(groups[0]?.id ?? '');
  const group = groups.find(({ id }) => id === groupId);
  const offered = modes.filter((it) => group?.rules[it]);
  const [picked, setMode] = useState<Mode>('temporary');
  const mode = offered.includes(picked) ? picked : offered[0];
  const [chosen, setTime] = useState<Span>({ from: 540, to: 660 });
  const fixed = group && mode ? timesOf(group, mode) : null;
  const time = fixed ? (fixed.find(({ from, to }) => from === chosen.from && to === chosen.to) ?? fixed[0]!) : chosen;
  const [days, setDays] = useState<string[]>([]);
  const plan = useMutation({
    mutationFn: () => calls.planStays({ id: groupId, personId, mode: mode!, days, time }),
    onSuccess: () => setDays([]),
    onSettled: () => queries.invalidateQueries({ queryKey: ['care', 'mine'] }),
  });
  const refused = plan.error ? (problemOf(plan.error)['days'] as Planned | undefined) : undefined;
  const results = plan.data ?? refused;
  if (!group || !mode) return null;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        plan.mutate();
      }}
    >
      <Choose label={w.whom} value={personId} onPick={setPersonId} of={people.map(({ id, name }) => [id, name])} />
      <Choose
        label={w.group}
        value={groupId}
        onPick={setGroupId}
        of={groups.map((it) => [it.id, `${it.placeName} · ${language === 'zh' ? it.name : it.nameEn}`])}
      />
      <p className="soft">
        {group.ageName[language]} · {w.ratio(group.perCarer, group.basis)}
      </p>
      <Choose
        label={w.mode}
        value={mode}
        onPick={(value) => setMode(value as Mode)}
        of={offered.map((it) => [it, `${w.modes[it]} · ${priceOf(group, it, language)}`])}
      />
      {fixed ? (
        <Choose
          label={w.time}
          value={`${time.from}-${time.to}`}
          onPick={(value) => setTime({ from: Number(value.split('-')[0]), to: Number(value.split('-')[1]) })}
          of={fixed.map(({ from, to }) => [`${from}-${to}`, `${clockTime(from)}–${clockTime(to)}`])}
        />
      ) : (
        <div className="row">
          <Choose label={w.from} value={String(time.from)} onPick={(value) => setTime({ ...time, from: Number(value) })} of={quarters} />
          <Choose label={w.to} value={String(time.to)} onPick={(value) => setTime({ ...time, to: Number(value) })} of={quarters} />
        </div>
      )}
      <Days chosen={days} onChange={setDays} />
      {plan.error && !refused && <Failed error={plan.error} />}
      {results && <Results days={results} />}
      <button type="submit" className="button main" disabled={days.length === 0 || time.from >= time.to || plan.isPending}>
        {w.send}
      </button>
    </form>
  );
}

const quarters = Array.from({ length: 53 }, (_, i) => 420 + 15 * i).map((minute) => [String(minute), clockTime(minute)] as [string, string]);

function priceOf({ rules }: Group, mode: Mode, language: 'zh' | 'en'): string {
  if (mode === 'fullDay' || mode === 'halfDay') return words[language].price(yuan(rules[mode]!.fen, language));
  return `${yuan(rules[mode]!.fenAnHour, language)}/${language === 'zh' ? '小时' : 'hour'}`;
}

function Choose({ label, value, of, onPick }: { label: string; value: string; of: [string, string][]; onPick: (value: string) => void }) {
  return (
    <label>
      <span className="label">{label}</span>
      <select className="field" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {of.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Days({ chosen, onChange }: { chosen: string[]; onChange: (days: string[]) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const first = today();
  return (
    <fieldset className="plain row">
      <legend>{w.days}</legend>
      {Array.from({ length: shownDays }, (_, i) => dayAfter(first, i)).map((day) => {
        const isChosen = chosen.includes(day);
        return (
          <button
            key={day}
            type="button"
            className="chip"
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? chosen.filter((it) => it !== day) : [...chosen, day])}
          >
            {dayName(day, language)}
          </button>
        );
      })}
    </fieldset>
  );
}

function Results({ days }: { days: Planned }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <section role="status" aria-label={w.results}>
      <h3>{w.results}</h3>
      <ul className="plain">
        {days.map(({ day, why, at }) => (
          <li key={day}>
            {dayName(day, language)}: {why === null ? w.done : w.why[why]} {at !== null && w.since(clockTime(at))}
          </li>
        ))}
      </ul>
    </section>
  );
}
