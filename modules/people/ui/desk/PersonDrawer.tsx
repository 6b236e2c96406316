import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Drawer, Input, Popconfirm, Space, Spin } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment, today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../contract.ts';
import { consentVersion, words as shared } from '../words.ts';
import { AddFact, AddGuardian, ChangePerson } from './PersonForms.tsx';
import { Reveal } from './Reveal.tsx';
import { useSegmentNames } from './segments.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');
type Person = Awaited<ReturnType<typeof calls.getPerson>>;

/** One resident, masked: facts, who speaks for them, what they agreed to, who looked; each can be recorded here for them. */
export function PersonDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const person = useQuery({ queryKey: ['people', 'person', id], queryFn: () => calls.getPerson({ id }) });
  const { data } = person;
  return (
    <Drawer open onClose={onClose} title={data ? `${data.name} ${data.ageBand}` : w.open} size={480}>
      {person.isPending && <Spin />}
      <Trouble error={person.error} onRetry={person.refetch} />
      {data && (
        <>
          <p>
            {data.identityNumber ?? '–'} · {data.phone ?? '–'} · {data.address ?? '–'}
          </p>
          {data.deceasedOn !== null && <Alert type="info" title={w.died(data.deceasedOn)} />}
          {data.bornOn === null && <p>{w.minor}</p>}
          <ChangePerson person={data} />
          <Facts person={data} />
          <Guardians person={data} />
          <Consents person={data} />
          <Reveal id={id} />
          <Card size="small" title={w.looked} style={{ marginTop: 12 }}>
            {data.reveals.length === 0 && w.noLooks}
            {data.reveals.map((reveal) => (
              <p key={reveal.id}>
                {reveal.accountName} · {moment(reveal.at, language)} · {w.purposes[reveal.purpose]} · {reveal.reason}
              </p>
            ))}
          </Card>
        </>
      )}
    </Drawer>
  );
}

/** A button that asks since when something no longer holds. */
function EndButton({ label, onEnd }: { label: string; onEnd: (day: string) => void }) {
  const w = useWords(words);
  const [day, setDay] = useState(today());
  return (
    <Popconfirm
      title={w.endsOn}
      description={<Input type="date" aria-label={w.endsOn} value={day} onChange={(event) => setDay(event.target.value)} />}
      onConfirm={() => onEnd(day)}
    >
      <Button size="small" aria-label={`${w.end} ${label}`}>
        {w.end}
      </Button>
    </Popconfirm>
  );
}

function useRefresh(id: string) {
  const queries = useQueryClient();
  return {
    onSuccess: () =>
      Promise.all(
        [
          ['people', 'person', id],
          ['people', 'list'],
        ].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  };
}

function Facts({ person }: { person: Person }) {
  const w = useWords(words);
  const { nameOf } = useSegmentNames();
  const end = useMutation({
    mutationFn: (input: { factId: string; validTo: string }) => calls.endFact({ id: person.id, ...input }),
    ...useRefresh(person.id),
  });
  return (
    <Card size="small" title={w.facts}>
      <Trouble error={end.error} />
      {person.facts.length === 0 && <p>{w.noFacts}</p>}
      {person.facts.map((fact) => (
        <Space key={fact.id} wrap style={{ display: 'flex' }}>
          <span>
            {nameOf(fact.segment)} · {w.source} {fact.sourceDepartment} · {fact.validFrom}–{fact.validTo ?? ''}
          </span>
          {(fact.validTo === null || fact.validTo > today()) && (
            <EndButton label={nameOf(fact.segment)} onEnd={(validTo) => end.mutate({ factId: fact.id, validTo })} />
          )}
        </Space>
      ))}
      <AddFact id={person.id} />
    </Card>
  );
}

function Guardians({ person }: { person: Person }) {
  const w = useWords(words);
  const end = useMutation({
    mutationFn: (input: { guardianId: string; validTo: string }) => calls.endGuardian({ id: person.id, ...input }),
    ...useRefresh(person.id),
  });
  return (
    <Card size="small" title={w.guardians} style={{ marginTop: 12 }}>
      <Trouble error={end.error} />
      {person.guardians.length === 0 && <p>{w.noGuardians}</p>}
      {person.guardians.map((guardian) => (
        <Space key={guardian.id} wrap style={{ display: 'flex' }}>
          <span>
            {guardian.name} · {guardian.relation} · {guardian.validFrom}–{guardian.validTo ?? ''}
          </span>
          <EndButton label={guardian.name} onEnd={(validTo) => end.mutate({ guardianId: guardian.id, validTo })} />
        </Space>
      ))}
      <AddGuardian person={person} />
    </Card>
  );
}

function Consents({ person }: { person: Person }) {
  const w = useWords(words);
  const s = useWords(shared);
  const { language } = usePreferences();
  const refresh = useRefresh(person.id);
  const give = useMutation({
    mutationFn: (purpose: string) => calls.recordConsent({ id: person.id, purpose, textVersion: consentVersion, channel: 'counter' }),
    ...refresh,
  });
  const withdraw = useMutation({ mutationFn: (consentId: string) => calls.recordWithdrawal({ id: person.id, consentId }), ...refresh });
  return (
    <Card size="small" title={w.consents} style={{ marginTop: 12 }}>
      <p>{w.consentNote}</p>
      <Trouble error={give.error ?? withdraw.error} />
      {Object.entries(s.consentList).map(([purpose, text]) => {
        const held = person.consents.find((consent) => consent.purpose === purpose && consent.withdrawnAt === null);
        return (
          <Space key={purpose} wrap style={{ display: 'flex', marginBottom: 6 }}>
            <span>
              {text} · {held ? `${s.given(moment(held.givenAt, language))} · ${w.channels[held.channel]}` : s.notGiven}
            </span>
            <Popconfirm title={held ? w.sureWithdraw : w.sureGive} onConfirm={() => (held ? withdraw.mutate(held.id) : give.mutate(purpose))}>
              <Button size="small" aria-label={`${held ? s.withdraw : s.give} ${text}`}>
                {held ? s.withdraw : s.give}
              </Button>
            </Popconfirm>
          </Space>
        );
      })}
    </Card>
  );
}
