import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Spin, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { api, problemOf } from '../../../platform/client.ts';
import { Trouble, useDesk } from '../../../ui/desk.tsx';
import { useWords } from '../../../ui/preferences.ts';
import type { identity } from '../../identity/contract.ts';
import { bringVisits, draftKey, draftOf, dropDraft, type Kept, listKept } from './device.ts';
import { PlanTab } from './PlanTab.tsx';
import { TimelinessTab } from './TimelinessTab.tsx';
import { VisitForm } from './VisitForm.tsx';
import { WrittenTab } from './WrittenTab.tsx';
import { words } from './words.ts';

const identityCalls = api<typeof identity>('identity');
const often = 15_000;

/** Whose phone this is, also after it was opened without a connection. */
function useAccount(): string | null {
  const key = 'linli.visits.account';
  const me = useQuery({ queryKey: ['identity', 'me'], queryFn: () => identityCalls.whoAmI() });
  const id = me.data?.account?.id;
  useEffect(() => {
    if (id) localStorage.setItem(key, id);
  }, [id]);
  return id ?? localStorage.getItem(key);
}

/** Visits on a phone: the plan, writing, what waits, what was written. */
export function VisitsPage() {
  const w = useWords(words);
  const account = useAccount();
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {account ? <Page account={account} /> : <Spin />}
    </>
  );
}

/** What lies on this phone, brought to the house again and again until it has it. */
function useOutbox(account: string) {
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<unknown>(null);
  const kept = useQuery({ queryKey: ['visits', 'kept', account], queryFn: () => listKept(account) });
  const bring = async () => {
    try {
      const brought = await bringVisits(account);
      setTrouble(null);
      if (brought > 0) await queries.invalidateQueries({ queryKey: ['visits'] });
    } catch (error) {
      setTrouble(error);
    }
    await queries.invalidateQueries({ queryKey: ['visits', 'kept'] });
  };
  // Browsers do not always say that a connection is back, so what waits is tried again and again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer for as long as the page stands
  useEffect(() => {
    void bring();
    const timer = setInterval(() => void bring(), often);
    return () => clearInterval(timer);
  }, [account]);
  return { kept, trouble, isOffline: trouble !== null && problemOf(trouble).status === 0, bring };
}

/** The form, with what was begun on this phone before; empty again once it is saved. */
function Writing({ account, writing, onDone }: { account: string; writing: Partial<Kept['visit']> | null; onDone: () => void }) {
  const [round, setRound] = useState(0);
  const key = draftKey(writing ?? {});
  // Read once when it is opened, and never from memory: what is typed goes to the phone, not into this answer.
  const draft = useQuery({
    queryKey: ['visit-draft', account, key, round],
    queryFn: () => draftOf(account, key),
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!draft.isFetched) return <Spin />;
  return (
    <VisitForm
      key={`${round} ${key}`}
      account={account}
      draftKey={key}
      begin={draft.data?.begin ?? writing ?? {}}
      draft={draft.data ?? null}
      onDone={() => {
        void dropDraft(account, key).then(() => setRound(round + 1));
        onDone();
      }}
    />
  );
}

function Page({ account }: { account: string }) {
  const w = useWords(words);
  const { roles } = useDesk();
  const mayWrite = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'].includes(role));
  const [tab, setTab] = useState(mayWrite ? 'plan' : 'written');
  const [writing, setWriting] = useState<Partial<Kept['visit']> | null>(null);
  const { kept, trouble, isOffline, bring } = useOutbox(account);
  const write = (visit: Partial<Kept['visit']>) => {
    setWriting(visit);
    setTab('write');
  };
  const waiting = kept.data?.visits.filter(({ state }) => state === 'waiting').length ?? 0;
  return (
    <>
      {isOffline && <Alert type="warning" showIcon title={w.offline} style={{ marginBottom: 8 }} />}
      <Trouble error={kept.error ?? (isOffline ? null : trouble)} onRetry={() => void bring()} />
      {kept.data && kept.data.lost > 0 && <Alert type="error" showIcon title={w.lost(kept.data.lost)} style={{ marginBottom: 8 }} />}
      {mayWrite && kept.data && (
        <p role="status">
          {w.waiting(waiting)}{' '}
          {waiting > 0 && (
            <Button size="small" onClick={() => void bring()}>
              {w.bring}
            </Button>
          )}
        </p>
      )}
      <Tabs
        activeKey={tab}
        onChange={setTab}
        destroyOnHidden
        items={[
          ...(mayWrite
            ? [
                { key: 'plan', label: w.plan, children: <PlanTab account={account} onVisit={write} /> },
                {
                  key: 'write',
                  label: w.write,
                  destroyOnHidden: false,
                  children: (
                    <Writing
                      account={account}
                      writing={writing}
                      onDone={() => {
                        setWriting(null);
                        setTab('written');
                        void bring();
                      }}
                    />
                  ),
                },
              ]
            : []),
          { key: 'written', label: w.written, children: <WrittenTab kept={kept.data?.visits ?? []} onEdit={write} /> },
          { key: 'timeliness', label: w.timeliness, children: <TimelinessTab /> },
        ]}
      />
    </>
  );
}
