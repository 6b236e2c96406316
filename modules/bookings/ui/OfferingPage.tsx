import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, problemOf } from '../../../platform/client.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Empty, Failed, Loading } from '../../../ui/States.tsx';
import type { bookings } from '../contract.ts';
import { priceText } from './OfferingsPage.tsx';
import { SessionList } from './SessionList.tsx';
import { SlotForm } from './SlotForm.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');

/** One offering: what it is, and how to have it. */
export function OfferingPage({ id, isSignedIn }: { id: string; isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const offering = useQuery({ queryKey: ['bookings', 'offering', id], queryFn: () => calls.getOffering({ id }) });
  if (offering.isPending) return <Loading />;
  if (offering.error) {
    const isGone = problemOf(offering.error).type === 'bookings/no-such-offering';
    return isGone ? <Empty>{w.notFound}</Empty> : <Failed error={offering.error} onRetry={() => offering.refetch()} />;
  }
  const { data } = offering;
  return (
    <article>
      <p className="more">
        <Link href="/book">← {w.back}</Link>
      </p>
      <h1>{language === 'zh' ? data.name : data.nameEn}</h1>
      <p>
        <span className="badge">{w.kinds[data.kind]}</span>
        <span className="badge">{priceText(data, language)}</span>
      </p>
      <p className="more">
        <Link href={`/places/${data.placeId}`}>{data.placeName}</Link>
      </p>
      {data.about && <p>{language === 'zh' ? data.about : data.aboutEn}</p>}
      {!isSignedIn && (
        <p className="card">
          {w.signInFirst}{' '}
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </p>
      )}
      {data.kind === 'session' ? <SessionList offering={data} isSignedIn={isSignedIn} /> : <SlotForm offering={data} isSignedIn={isSignedIn} />}
    </article>
  );
}
