import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { clockTime } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { meals } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof meals>('meals');
export type Site = Awaited<ReturnType<typeof calls.listSites>>[number];

/** What a canteen is and when it serves, in a few words. */
export function SiteFacts({ site }: { site: Site }) {
  const w = useWords(words);
  return (
    <>
      <p>
        <span className={`badge ${site.isServing ? 'open' : 'closed'}`}>{site.isServing ? w.serving : w.notServing}</span>
        <span className="badge">{w.kinds[site.kind]}</span>
        {site.isOnPass && <span className="badge">{w.pass}</span>}
        {site.isAllAge && <span className="badge">{w.allAge}</span>}
      </p>
      <p className="soft">
        {site.sittings.map(({ meal, from, to }) => `${w.meals[meal]} ${clockTime(from)}–${clockTime(to)}`).join(' · ')}
        {site.hygieneGrade && ` · ${w.grade(site.hygieneGrade)}`} · {w.seats(site.seats)}
      </p>
    </>
  );
}

/** Canteens of the district; those that serve now first. */
export function MealsPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const sites = useQuery({ queryKey: ['meals', 'sites'], queryFn: () => calls.listSites({}) });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <p>
        <Link className="button main" href="/my-meals">
          {w.mine}
        </Link>
      </p>
      <Answer of={sites}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.none}</Empty>
          ) : (
            <div className="cards">
              {list
                .filter(({ kind }) => kind !== 'centralKitchen')
                .toSorted((a, b) => Number(b.isServing) - Number(a.isServing))
                .map((site) => (
                  <article className="card" key={site.id}>
                    <h2>
                      <Link href={`/meals/${site.id}`}>{site.name[language]}</Link>
                    </h2>
                    <SiteFacts site={site} />
                  </article>
                ))}
            </div>
          )
        }
      </Answer>
    </>
  );
}
