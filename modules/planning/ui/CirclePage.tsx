import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import { useCatalogue, usePlaceName } from '../../places/ui/catalogue.ts';
import type { planning } from '../contract.ts';
import { words } from './circle-words.ts';
import { type Pace, PaceChooser } from './PaceChooser.tsx';
import { StartChooser } from './StartChooser.tsx';
import { useStart } from './start.ts';

const calls = api<typeof planning>('planning');
type Circle = Awaited<ReturnType<typeof calls.getMyCircle>>;

/** My 15 minutes: what I reach, what is missing, tell us. */
export function CirclePage({ centre, isSignedIn }: { centre: [number, number]; isSignedIn: boolean }) {
  const w = useWords(words);
  const start = useStart() ?? { lon: centre[0], lat: centre[1], name: w.centre, isMine: false };
  const [isChoosing, setChoosing] = useState(false);
  const [pace, setPace] = useState<Pace>('adult');
  const asked = { lon: start.lon, lat: start.lat, pace };
  const circle = useQuery({ queryKey: ['planning', 'my-circle', asked], queryFn: () => calls.getMyCircle(asked), placeholderData: keepPreviousData });
  return (
    <>
      <h1>{w.title}</h1>
      <p className="row">
        <span>{w.lead(start.isMine ? w.place : (start.name ?? ''))}</span>
        <button type="button" className="button" aria-expanded={isChoosing} onClick={() => setChoosing(!isChoosing)}>
          {w.change}
        </button>
      </p>
      {isChoosing && <StartChooser onDone={() => setChoosing(false)} />}
      <PaceChooser pace={pace} onChoose={setPace} />
      <Answer of={circle}>
        {(answer) =>
          answer.isJoined ? (
            <>
              <p role="status">
                <strong>{w.summary(answer.reached.length, answer.reached.length + answer.missing.length)}</strong>
              </p>
              <Missing circle={answer} start={start} isSignedIn={isSignedIn} />
              <Reached circle={answer} />
            </>
          ) : (
            <Empty>{w.offStreets}</Empty>
          )
        }
      </Answer>
    </>
  );
}

/** Functions by domain, as the catalogue groups them; those of no domain last. */
function useByDomain() {
  const w = useWords(words);
  const { domains, domainName } = useCatalogue();
  return <T extends { function: string }>(entries: readonly T[]) => {
    const groups = domains.map((group) => ({ name: domainName(group), entries: entries.filter((entry) => group.functions.includes(entry.function)) }));
    const grouped = new Set(domains.flatMap((group) => group.functions));
    return [...groups, { name: w.other, entries: entries.filter((entry) => !grouped.has(entry.function)) }].filter((group) => group.entries.length > 0);
  };
}

function Reached({ circle }: { circle: Circle }) {
  const w = useWords(words);
  const { nameOf } = useCatalogue();
  const placeName = usePlaceName();
  const byDomain = useByDomain();
  return (
    <section aria-labelledby="reached">
      <h2 id="reached">{w.reached}</h2>
      {circle.reached.length === 0 && <Empty>{w.nothingReached}</Empty>}
      {byDomain(circle.reached).map((group) => (
        <div key={group.name} className="card">
          <h3>{group.name}</h3>
          <ul className="plain">
            {group.entries.map((entry) => (
              <li key={entry.function} style={{ marginBottom: '0.5rem' }}>
                <strong>{nameOf(entry.function)}</strong> · {w.minutes(entry.walkMinutes.toFixed(0))}
                <br />
                <Link href={`/places/${entry.placeId}`}>{placeName(entry)}</Link>
                {entry.choices > 1 && <span className="soft"> · {w.choices(entry.choices)}</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Missing({ circle, start, isSignedIn }: { circle: Circle; start: { lon: number; lat: number }; isSignedIn: boolean }) {
  const w = useWords(words);
  const { nameOf } = useCatalogue();
  const client = useQueryClient();
  const byDomain = useByDomain();
  const wishes = useQuery({ queryKey: ['planning', 'wishes'], queryFn: () => calls.listMyWishes(), enabled: isSignedIn });
  const tell = useMutation({
    mutationFn: ({ code, isWished }: { code: string; isWished: boolean }) =>
      isWished ? calls.unwish({ function: code }) : calls.wishFor({ function: code, lon: start.lon, lat: start.lat }),
    onSettled: () => client.invalidateQueries({ queryKey: ['planning', 'wishes'] }),
  });
  if (circle.missing.length === 0) return <p>{w.nothingMissing}</p>;
  return (
    <section aria-labelledby="missing">
      <h2 id="missing">{w.missing}</h2>
      <p>{w.missingLead}</p>
      {tell.error && <Failed error={tell.error} onRetry={() => tell.reset()} />}
      {!isSignedIn && (
        <p>
          <Link href="/sign-in">{w.signIn}</Link>
        </p>
      )}
      <div className="card">
        {byDomain(circle.missing.map((code) => ({ function: code }))).map((group) => (
          <div key={group.name}>
            <h3>{group.name}</h3>
            <ul className="plain">
              {group.entries.map(({ function: code }) => {
                const isWished = wishes.data?.includes(code) ?? false;
                return (
                  <li key={code} className="row" style={{ marginBottom: '0.5rem' }}>
                    <span className="grow">{nameOf(code)}</span>
                    {isWished && <span className="badge open">{w.wished}</span>}
                    {isSignedIn && (
                      <button
                        type="button"
                        className="button"
                        disabled={tell.isPending}
                        aria-label={`${isWished ? w.unwish : w.wish}：${nameOf(code)}`}
                        onClick={() => tell.mutate({ code, isWished })}
                      >
                        {isWished ? w.unwish : w.wish}
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
