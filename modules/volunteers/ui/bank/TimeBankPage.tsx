import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../../ui/States.tsx';
import { calls, useChange } from '../calls.ts';
import { words } from '../words.ts';
import { AskForm } from './AskForm.tsx';
import { GiftForm } from './GiftForm.tsx';

/** Time coins: how many, asking for help with them, giving them away. */
export function TimeBankPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const bank = useQuery({ queryKey: ['volunteers', 'bank'], queryFn: () => calls.getTimeBank(), enabled: isSignedIn });
  if (!isSignedIn)
    return (
      <>
        <h1>{w.bank}</h1>
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      </>
    );
  return (
    <Answer of={bank}>
      {(mine) => (
        <>
          <h1>{mine.name[language]}</h1>
          <section className="card" aria-label={w.balance}>
            <h2>{w.balance}</h2>
            <p style={{ fontSize: '1.6rem', fontWeight: 700 }}>{w.coins(mine.balance)}</p>
            {mine.held > 0 && <p>{w.held(w.coins(mine.held))}</p>}
            <p className="soft">{w.rule(mine.spendAge)}</p>
            <Link href="/volunteer">{w.toVolunteer}</Link>
          </section>
          <AskForm isOldEnough={mine.isOldEnough} />
          <Needs />
          {mine.balance > 0 && <GiftForm />}
        </>
      )}
    </Answer>
  );
}

function Needs() {
  const w = useWords(words);
  const needs = useQuery({ queryKey: ['volunteers', 'needs'], queryFn: () => calls.listMyNeeds() });
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">{w.needs}</h2>
      <Answer of={needs}>{(list) => (list.length === 0 ? <Empty>{w.noNeeds}</Empty> : list.map((need) => <NeedCard key={need.id} need={need} />))}</Answer>
    </section>
  );
}

type Need = Awaited<ReturnType<typeof calls.listMyNeeds>>[number];
function NeedCard({ need }: { need: Need }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const withdraw = useChange(() => calls.withdrawNeed({ id: need.id }));
  return (
    <article className="card" aria-label={need.title}>
      <h3>
        {need.title} <span className="badge">{w.needStates[need.state]}</span>
      </h3>
      <p>
        {w.served1(need.served)} · {moment(need.from, language)} · {w.coins(need.coinMinutes)}
        {need.volunteer && ` · ${w.helper(need.volunteer)}`}
      </p>
      {withdraw.error && <Failed error={withdraw.error} />}
      {(need.state === 'open' || need.state === 'taken') && (
        <button type="button" className="button" disabled={withdraw.isPending} onClick={() => withdraw.mutate(undefined)}>
          {w.withdraw}
        </button>
      )}
    </article>
  );
}
