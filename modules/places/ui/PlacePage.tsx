import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { z } from 'zod';
import { api, problemOf } from '../../../platform/client.ts';
import { clockTime, count, dayName } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Empty, Failed, Loading } from '../../../ui/States.tsx';
import type { planning } from '../../planning/contract.ts';
import { ServiceList } from '../../services/ui/ServiceList.tsx';
import type { Place, places } from '../contract.ts';
import { useCatalogue, usePlaceName } from './catalogue.ts';
import { FloorPlan } from './FloorPlan.tsx';
import { OpenBadge } from './OpenBadge.tsx';
import { words } from './words.ts';

const calls = api<typeof places>('places');
const planningCalls = api<typeof planning>('planning');
type PlaceShown = z.infer<typeof Place>;

export function PlacePage({ id }: { id: string }) {
  const w = useWords(words);
  const place = useQuery({ queryKey: ['places', 'place', id], queryFn: () => calls.getPlace({ id }) });
  const nameOf = usePlaceName();
  if (place.isPending) return <Loading />;
  if (place.error) {
    return problemOf(place.error).type === 'places/no-such-place' ? (
      <Empty>{w.notFound}</Empty>
    ) : (
      <Failed error={place.error} onRetry={() => place.refetch()} />
    );
  }
  const { data } = place;
  return (
    <article>
      <p>
        <Link href="/">← {w.back}</Link>
      </p>
      <h1>{nameOf(data)}</h1>
      <p>
        <span className="badge">{w[data.kind]}</span>
        {data.invented && <span className="badge">{w.invented}</span>}
      </p>
      {data.closedOn ? (
        <p className="notice" role="status">
          {w.closedForGood(data.closedOn)}
        </p>
      ) : (
        <p>
          <OpenBadge open={data.open} />
        </p>
      )}
      {data.photos.length > 0 && <Photos place={data} />}
      <Facts place={data} />
      {!data.closedOn && (
        <>
          <div className="columns">
            <Hours place={data} />
            <Circle place={data} />
          </div>
          <section className="card">
            <h2>{w.services}</h2>
            <ServiceList placeId={data.id} />
            <p>
              <Link className="button" href={`/book/at/${data.id}`}>
                {w.bookHere}
              </Link>{' '}
              <Link className="button" href={`/queue/${data.id}`}>
                {w.takeNumber}
              </Link>
            </p>
          </section>
        </>
      )}
      {data.rooms.length > 0 && <Rooms place={data} />}
    </article>
  );
}

function Photos({ place }: { place: PlaceShown }) {
  const w = useWords(words);
  return (
    <section className="photos" aria-label={w.photos} tabIndex={0}>
      {place.photos.map((photo) => (
        <figure key={photo.id}>
          <a href={photo.large}>
            <img
              src={photo.small}
              srcSet={`${photo.small} 480w, ${photo.large} 1600w`}
              sizes="(min-width: 700px) 480px, 85vw"
              alt={photo.caption}
              loading="lazy"
              width={photo.width}
              height={photo.height}
            />
          </a>
          <figcaption className="soft">{photo.caption}</figcaption>
        </figure>
      ))}
    </section>
  );
}

function Facts({ place }: { place: PlaceShown }) {
  const w = useWords(words);
  const { nameOf } = useCatalogue();
  return (
    <section className="card">
      <dl className="facts">
        <dt>{w.address}</dt>
        <dd>
          {place.areaName} {place.address}
        </dd>
        {place.sites.length > 0 && <dt>{w.sites}</dt>}
        {place.sites.length > 0 && (
          <dd>
            {place.sites.map((site) => (
              <div key={site.id}>
                {site.name} {site.address}
              </div>
            ))}
          </dd>
        )}
        {place.phone && <dt>{w.phone}</dt>}
        {place.phone && (
          <dd>
            <a href={`tel:${place.phone}`}>{place.phone}</a>
          </dd>
        )}
        <dt>{w.functions}</dt>
        <dd>
          {place.functions.map((code) => (
            <span className="badge" key={code}>
              {nameOf(code)}
            </span>
          ))}
        </dd>
        <dt>{w.accessibility}</dt>
        <dd>{place.accessibility.length === 0 ? w.noAccess : place.accessibility.map((kind) => w.access[kind]).join('、')}</dd>
      </dl>
    </section>
  );
}

function Hours({ place }: { place: PlaceShown }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const why = { usual: '', allDay: '', exception: w.exception, holiday: w.holiday, makeUp: w.makeUp };
  return (
    <section className="card">
      <h2>{w.hours}</h2>
      <table>
        <tbody>
          {place.week.map((day, i) => (
            <tr key={day.day}>
              <th scope="row">
                {dayName(day.day, language)}
                {i === 0 && ` (${w.today})`}
              </th>
              <td>
                {day.why === 'allDay'
                  ? w.allDay
                  : day.intervals.length === 0
                    ? w.closed
                    : day.intervals.map((part) => `${clockTime(part.from)}–${clockTime(part.to)}`).join('、')}
                {(why[day.why] || day.note) && <span className="soft"> {day.note ?? why[day.why]}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {place.week.some((day) => day.provisional) && <p className="soft">{w.provisional}</p>}
    </section>
  );
}

function Circle({ place }: { place: PlaceShown }) {
  const w = useWords(words);
  const circle = useQuery({
    queryKey: ['planning', 'circle', place.id],
    queryFn: () => planningCalls.getCircle({ placeId: place.id }),
    retry: false,
  });
  return (
    <section className="card">
      <h2>{w.circle}</h2>
      {circle.data && <p>{w.circleText(count(circle.data.people), circle.data.functions.length)}</p>}
      {circle.error && <p className="soft">{problemOf(circle.error).title}</p>}
      <Link className="button" href={`/map?place=${place.id}`}>
        {w.onMap}
      </Link>
    </section>
  );
}

function Rooms({ place }: { place: PlaceShown }) {
  const w = useWords(words);
  const { nameOf } = useCatalogue();
  return (
    <section className="card">
      <h2>{w.plan}</h2>
      <FloorPlan rooms={place.rooms} sites={place.sites} />
      <h2>{w.rooms}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.rooms}>
        <table>
          <tbody>
            {place.rooms
              .filter((room) => room.useKind !== 'office')
              .map((room) => (
                <tr key={room.id}>
                  <th scope="row">
                    {room.name}
                    <br />
                    <span className="soft">
                      {place.sites.find((site) => site.id === room.siteId)?.name} {w.floor(room.floor)} · {room.usableArea} ㎡
                    </span>
                  </th>
                  <td>
                    {[...new Set([...room.functions, ...room.times.map((time) => time.functionCode)])].map((code) => (
                      <span className="badge" key={code}>
                        {nameOf(code)}
                      </span>
                    ))}
                    <span className="soft">
                      {w.operator[room.operatorClass]}
                      {room.openUse && ` · ${w.openUse}`}
                      {room.allDay && ` · ${w.allDay}`}
                    </span>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
