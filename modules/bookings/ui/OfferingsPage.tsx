import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { yuan } from '../../../ui/format.ts';
import { type Language, usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { bookings } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
export type Offering = Awaited<ReturnType<typeof calls.listOfferings>>[number];

export function priceText({ rules: { price } }: Pick<Offering, 'rules'>, language: Language): string {
  const w = words[language];
  return price.class === 'free' ? w.free : w.price(yuan(price.fen, language), w.per[price.per]);
}

/** What can be booked, found by words; at one place where it is named. */
export function OfferingsPage({ placeId }: { placeId?: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [find, setFind] = useState('');
  const offerings = useQuery({
    queryKey: ['bookings', 'offerings', placeId, find],
    queryFn: () => calls.listOfferings({ ...(placeId && { placeId }), ...(find.trim() && { find: find.trim() }) }),
    placeholderData: (before) => before,
  });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <p>
        <Link className="button" href="/bookings">
          {w.mine}
        </Link>{' '}
        <Link className="button" href="/care">
          {w.care}
        </Link>{' '}
        <Link className="button" href="/rounds">
          {w.rounds}
        </Link>{' '}
        <Link className="button" href="/meals">
          {w.meals}
        </Link>{' '}
        <Link className="button" href="/volunteer">
          {w.volunteer}
        </Link>
      </p>
      <label>
        <span className="label">{w.find}</span>
        <input className="field" type="search" value={find} onInput={(event) => setFind(event.currentTarget.value)} />
      </label>
      <Answer of={offerings}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.nothingFound}</Empty>
          ) : (
            <div className="cards" style={{ marginTop: '0.75rem' }}>
              {list.map((it) => (
                <article className="card" key={it.id}>
                  <h2>
                    <Link href={`/book/${it.id}`}>{language === 'zh' ? it.name : it.nameEn}</Link>
                  </h2>
                  <p className="soft">{it.placeName}</p>
                  <p>
                    <span className="badge">{w.kinds[it.kind]}</span>
                    <span className="badge">{priceText(it, language)}</span>
                  </p>
                </article>
              ))}
            </div>
          )
        }
      </Answer>
    </>
  );
}
