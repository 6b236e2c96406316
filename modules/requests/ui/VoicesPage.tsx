import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { percent, yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed, Loading } from '../../../ui/States.tsx';
import type { needs } from '../../needs/contract.ts';
import type { streets } from '../../streets/contract.ts';
import { calls } from './calls.ts';
import { usePublicMap } from './public-map.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../ui/map/Map.tsx'));
const streetCalls = api<typeof streets>('streets');
const needCalls = api<typeof needs>('needs');

/** What everybody tells and what comes of it: map, bulletin, projects. */
export function VoicesPage({ district }: { district: string }) {
  const w = useWords(words);
  return (
    <>
      <h1>{w.public}</h1>
      <p>{w.publicLead}</p>
      <p>
        <Link className="button main" href="/tell">
          {w.tell}
        </Link>
      </p>
      <PublicMap district={district} />
      <Bulletin />
      <Projects />
    </>
  );
}

function PublicMap({ district }: { district: string }) {
  const w = useWords(words);
  const { overlays, matters, chosen, choose, error } = usePublicMap();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork(), staleTime: 600_000 });
  if (error) return <Failed error={error} />;
  return (
    <Answer of={network}>
      {(info) =>
        info && (
          <div className="split">
            <Suspense fallback={<Loading />}>
              <LinliMap base={{ district, version: info.tiles }} bounds={info.bounds} overlays={overlays} label={w.mapLabel} />
            </Suspense>
            <section className="card beside" aria-label={w.list}>
              <p>
                <span style={{ color: '#b5341f' }}>●</span> {w.openDot} <span style={{ color: '#6b7a70' }}>●</span> {w.closedDot}
              </p>
              <ul className="plain row">
                {matters.map(({ key, name, n }) => (
                  <li key={key}>
                    <button type="button" className="chip" style={{ whiteSpace: 'normal' }} aria-pressed={chosen === key} onClick={() => choose(key)}>
                      {name} {n}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          </div>
        )
      }
    </Answer>
  );
}

type Published = Awaited<ReturnType<typeof calls.getBulletin>>;
function Bulletin() {
  const w = useWords(words);
  const [picked, setPicked] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['requests', 'bulletins'], queryFn: () => calls.listBulletins() });
  const month = picked ?? list.data?.[0]?.month;
  const bulletin = useQuery({ queryKey: ['requests', 'bulletin', month], queryFn: () => calls.getBulletin({ month: month! }), enabled: month !== undefined });
  return (
    <section className="card" aria-labelledby="bulletin">
      <h2 id="bulletin">{w.bulletin}</h2>
      {(list.error ?? bulletin.error) && <Failed error={list.error ?? bulletin.error} />}
      {list.data?.length === 0 && <p>{w.noBulletin}</p>}
      {list.data && list.data.length > 0 && (
        <label>
          <span className="label">{w.month}</span>
          <select className="field" value={month} onChange={(event) => setPicked(event.currentTarget.value)}>
            {list.data.map((one) => (
              <option key={one.month}>{one.month}</option>
            ))}
          </select>
        </label>
      )}
      {bulletin.data && (
        <>
          <Overall bulletin={bulletin.data} />
          <League units={bulletin.data.units} />
        </>
      )}
    </section>
  );
}

function Overall({ bulletin: { overall, recontact } }: { bulletin: Published }) {
  const w = useWords(words);
  const shown = (share: Published['overall']['solved']) =>
    share.value === null ? '–' : `${percent(share.value)} (${w.of(Math.round(share.is * 10) / 10, share.of)})`;
  return (
    <dl className="facts">
      <dt>{w.response}</dt>
      <dd>{shown(overall.response)}</dd>
      <dt>{w.solvedRate}</dt>
      <dd>{shown(overall.solved)}</dd>
      <dt>{w.satisfied}</dt>
      <dd>{shown(overall.satisfied)}</dd>
      <dt>{w.onTime}</dt>
      <dd>{shown(overall.onTime)}</dd>
      <dt>{w.cameBack}</dt>
      <dd>{shown(overall.cameBack)}</dd>
      <dt>{w.recontact}</dt>
      <dd>{shown(recontact.solved)}</dd>
      <dt>{w.excluded}</dt>
      <dd>{Object.values(overall.excluded).reduce((a, b) => a + b, 0)}</dd>
    </dl>
  );
}

function League({ units }: { units: Published['units'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={w.league}>
      <table>
        <thead>
          <tr>
            <th scope="col">{w.league}</th>
            <th scope="col">{w.response}</th>
            <th scope="col">{w.solvedRate}</th>
            <th scope="col">{w.satisfied}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.code}>
              <th scope="row">{unit.name[language]}</th>
              {unit.figures ? (
                [unit.figures.response, unit.figures.solved, unit.figures.satisfied].map((share, i) => (
                  <td key={['response', 'solved', 'satisfied'][i]}>{share.value === null ? '–' : percent(share.value)}</td>
                ))
              ) : (
                <td colSpan={3}>{w.small}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Projects() {
  const w = useWords(words);
  const { language } = usePreferences();
  const projects = useQuery({ queryKey: ['needs', 'projects'], queryFn: () => needCalls.listProjects() });
  return (
    <section aria-labelledby="projects">
      <h2 id="projects">{w.projects}</h2>
      <Answer of={projects}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.noProjects}</Empty>
          ) : (
            list.map((one) => (
              <article key={one.id} className="card" aria-label={one.title}>
                <h3>
                  {one.title} <span className="badge open">{w.projectStates[one.state]}</span>
                </h3>
                <p>
                  {one.areaName} {one.budgetFen !== null && `· ${yuan(one.budgetFen, language)}`}
                </p>
                <p>{one.summary}</p>
                {one.needs.map((need) => (
                  <p key={need.id} className="soft">
                    {need.title} <span className="badge">{w.voices(need.voices)}</span>
                  </p>
                ))}
                {one.outcome && <p>{one.outcome}</p>}
                {one.asked.answered > 0 && <p>{w.asked(one.asked.answered, one.asked.met)}</p>}
              </article>
            ))
          )
        }
      </Answer>
    </section>
  );
}
