import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import { Certificate } from './Certificate.tsx';
import { calls, type Mine, useChange } from './calls.ts';
import { ServiceCard } from './ServiceCard.tsx';
import { ShiftList } from './ShiftList.tsx';
import { words } from './words.ts';

/** One's own volunteering: joining, serving, hours, stars; and where help is needed. */
export function VolunteerPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const mine = useQuery({ queryKey: ['volunteers', 'mine'], queryFn: () => calls.getMyVolunteer(), enabled: isSignedIn });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {isSignedIn ? (
        <>
          <p>
            <Link className="button" href="/time-bank">
              {w.bank}
            </Link>
          </p>
          <Answer of={mine}>{(answer) => (answer.volunteer ? <Own mine={answer} /> : <Join />)}</Answer>
        </>
      ) : (
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      )}
    </>
  );
}

const shown = (hours: number) => (hours % 1 === 0 ? String(hours) : hours.toFixed(1));

function Own({ mine: { volunteer, services, stars } }: { mine: Mine }) {
  const w = useWords(words);
  const { number, minutes, services: times, star: reached } = volunteer!;
  const given = stars.find(({ state }) => state === 'given')?.star ?? 0;
  const asked = stars.some(({ star }) => star === reached);
  const apply = useChange((next: number) => calls.applyForStar({ star: next }));
  const open = services.filter(({ state }) => state !== 'left');
  return (
    <>
      <section className="card">
        <dl className="facts">
          <dt>{w.served}</dt>
          <dd>{w.hours(shown(minutes / 60))}</dd>
          <dt>{w.services}</dt>
          <dd>{times}</dd>
          <dt>{w.star}</dt>
          <dd>{given > 0 ? '★'.repeat(given) : w.noStar}</dd>
        </dl>
        <p className="soft">{w.number(number)}</p>
        {apply.error && <Failed error={apply.error} />}
        {stars.some(({ state }) => state === 'applied' || state === 'noticed') && <p role="status">{w.starApplied}</p>}
        {reached > given && !asked && (
          <button type="button" className="button" disabled={apply.isPending} onClick={() => apply.mutate(reached)}>
            {w.applyStar(reached)}
          </button>
        )}
        {minutes > 0 && <Certificate />}
      </section>
      <section aria-labelledby="mine">
        <h2 id="mine">{w.mine}</h2>
        {open.length === 0 && <Empty>{w.noServices}</Empty>}
        {open.map((service) => (
          <ServiceCard key={service.id} service={service} />
        ))}
      </section>
      <ShiftList joined={new Set(open.map(({ shiftId }) => shiftId))} />
    </>
  );
}

type CountsAs = 'coins' | 'points' | 'record';
function Join() {
  const w = useWords(words);
  const [skills, setSkills] = useState<string[]>([]);
  const [countsAs, setCountsAs] = useState<CountsAs>('coins');
  const join = useChange(() => calls.registerVolunteer({ skills, countsAs }));
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate(undefined);
      }}
    >
      <h2>{w.join}</h2>
      <p>{w.joinHow}</p>
      <fieldset className="plain">
        <legend className="label">{w.skills}</legend>
        <div className="row">
          {Object.entries(w.skillNames).map(([code, name]) => (
            <button
              key={code}
              type="button"
              className="chip"
              aria-pressed={skills.includes(code)}
              onClick={() => setSkills(skills.includes(code) ? skills.filter((other) => other !== code) : [...skills, code])}
            >
              {name}
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset className="plain">
        <legend className="label">{w.countsAs}</legend>
        {Object.entries(w.countsAsNames).map(([code, name]) => (
          <p key={code}>
            <label>
              <input type="radio" name="countsAs" checked={countsAs === code} onChange={() => setCountsAs(code as CountsAs)} /> {name}
            </label>
          </p>
        ))}
      </fieldset>
      {join.error && <Failed error={join.error} />}
      <button type="submit" className="button main" disabled={join.isPending}>
        {w.join}
      </button>
    </form>
  );
}
