import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { clockTime, dayName, moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../../ui/States.tsx';
import type { bookings } from '../../contract.ts';
import { useChange } from '../BookingCard.tsx';
import { ApplyForm } from './ApplyForm.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
export type Round = Awaited<ReturnType<typeof calls.listRounds>>[number];
type Application = Awaited<ReturnType<typeof calls.listMyApplications>>[number];

/** Rounds for which one can apply or that have been given, and one’s own applications. */
export function RoundsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const rounds = useQuery({ queryKey: ['bookings', 'rounds'], queryFn: () => calls.listRounds({}) });
  const mine = useQuery({ queryKey: ['bookings', 'applications'], queryFn: () => calls.listMyApplications(), enabled: isSignedIn });
  const hasApplied = (id: string) => mine.data?.some(({ roundId, withdrawn }) => roundId === id && !withdrawn);
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {mine.data && mine.data.length > 0 && (
        <section aria-labelledby="mine">
          <h2 id="mine">{w.mine}</h2>
          {mine.data.map((application) => (
            <ApplicationCard key={application.id} application={application} />
          ))}
        </section>
      )}
      <Answer of={rounds}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.none}</Empty>
          ) : (
            list.map((round) => <RoundCard key={round.id} round={round} mayApply={isSignedIn && round.state === 'open' && !hasApplied(round.id)} />)
          )
        }
      </Answer>
    </>
  );
}

function RoundCard({ round, mayApply }: { round: Round; mayApply: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <article className="card" aria-label={round.title[language]}>
      <h2>
        {round.title[language]} <span className="badge">{w.states[round.state]}</span>
      </h2>
      <p>{round.placeName}</p>
      <p>{w.applies(moment(round.appliesFrom, language), moment(round.appliesTo, language))}</p>
      <p>{w.uses(round.usesFrom, round.usesTo)}</p>
      {round.first.length > 0 && <p>{w.first(round.first.map((group) => w.groups[group]).join(language === 'zh' ? '、' : ', '))}</p>}
      {round.about[language] && <p>{round.about[language]}</p>}
      {mayApply && <ApplyForm round={round} />}
      {round.state === 'published' && (
        <p className="more">
          <Link href={`/rounds/${round.id}`}>{w.table}</Link>
        </p>
      )}
    </article>
  );
}

function ApplicationCard({ application }: { application: Application }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const withdraw = useChange(() => calls.withdrawApplication({ id: application.id }));
  return (
    <article className="card" aria-label={application.title}>
      <h3>
        {application.title} · {application.round[language]} <span className="badge">{application.withdrawn ? w.withdrawn : w.states[application.state]}</span>
      </h3>
      <ol>
        {application.wishes.map((wish) => (
          <li key={wish.rank}>
            {wish.resource[language]} · {w.weekdays[wish.weekday - 1]} {clockTime(wish.fromMinute)}–{clockTime(wish.fromMinute + wish.minutes)}
            {wish.outcome && <strong> {w.outcomes[wish.outcome]}</strong>}
            {wish.dates.length > 0 && <span> · {w.dates(wish.dates.filter(({ bookingId }) => bookingId !== null).length, wish.dates.length)}</span>}
            {wish.dates
              .filter(({ why }) => why !== null)
              .map(({ day, why }) => (
                <div key={day} className="soft">
                  {w.missed(dayName(day, language), w.why[why!] ?? why!)}
                </div>
              ))}
          </li>
        ))}
      </ol>
      {withdraw.error && <Failed error={withdraw.error} />}
      {application.state === 'open' && !application.withdrawn && (
        <button type="button" className="button" disabled={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {w.withdraw}
        </button>
      )}
    </article>
  );
}
