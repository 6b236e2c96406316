import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Checkbox, Drawer, Form, Input, Select, Space, Spin, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { count, moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');
type Person = Awaited<ReturnType<typeof calls.listPeople>>['people'][number];

function useSegmentNames() {
  const { language } = usePreferences();
  const list = useQuery({
    queryKey: ['people', 'segments'],
    queryFn: () => calls.listSegments(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const nameOf = (code: string) => {
    const found = list.data?.find((entry) => entry.code === code);
    return found ? (language === 'zh' ? found.name : found.nameEn) : code;
  };
  return { nameOf, segments: list.data?.filter((entry) => entry.kind !== 'age') ?? [] };
}

/** Residents of my area, masked; a drawer shows one of them. */
export function PeoplePage() {
  const w = useWords(words);
  const areaCode = useMyArea();
  const { nameOf, segments } = useSegmentNames();
  const [segment, setSegment] = useState<string | undefined>();
  const [after, setAfter] = useState<string | undefined>();
  const [found, setFound] = useState<Person[] | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const asked = { areaCode, ...(segment && { segment }), ...(after && { after }) };
  const list = useQuery({ queryKey: ['people', 'list', asked], queryFn: () => calls.listPeople(asked) });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.note}</p>
      <Trouble error={list.error} onRetry={list.refetch} />
      <Space wrap align="end" style={{ marginBottom: 12 }}>
        <Select
          aria-label={w.segment}
          placeholder={w.segment}
          allowClear
          style={{ width: 200 }}
          value={segment}
          onChange={(value?: string) => {
            setSegment(value);
            setAfter(undefined);
          }}
          options={segments.map((entry) => ({ value: entry.code, label: nameOf(entry.code) }))}
        />
        <Find areaCode={areaCode} onFound={setFound} />
      </Space>
      <Table<Person>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={found ?? list.data?.people ?? []}
        pagination={false}
        locale={{ emptyText: w.empty }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.name, dataIndex: 'name' },
          { title: '', render: (_, person) => w.sex[person.sex] },
          { title: w.age, dataIndex: 'ageBand' },
          { title: w.number, dataIndex: 'identityNumber', render: (text: string | null) => <code>{text ?? '–'}</code> },
          { title: w.phone, dataIndex: 'phone', render: (text: string | null) => text ?? '–' },
          { title: w.groups, render: (_, person) => person.segments.map((code) => <Tag key={code}>{nameOf(code)}</Tag>) },
          { title: '', render: (_, person) => <Opener onOpen={() => setOpened(person.id)} /> },
        ]}
      />
      <Space style={{ marginTop: 12 }}>
        {list.data && <span>{w.total(count(list.data.total))}</span>}
        {(after || found) && (
          <Button
            onClick={() => {
              setAfter(undefined);
              setFound(null);
            }}
          >
            {w.first}
          </Button>
        )}
        {!found && list.data?.next && <Button onClick={() => setAfter(list.data.next ?? undefined)}>{w.more}</Button>}
      </Space>
      {opened && <PersonDrawer id={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function Opener({ onOpen }: { onOpen: () => void }) {
  const w = useWords(words);
  return (
    <Button size="small" onClick={onOpen}>
      {w.open}
    </Button>
  );
}

function Find({ areaCode, onFound }: { areaCode: string; onFound: (people: Person[]) => void }) {
  const w = useWords(words);
  const [by, setBy] = useState<'name' | 'identityNumber' | 'phone'>('name');
  const find = useMutation({ mutationFn: (text: string) => calls.findPeople({ areaCode, [by]: text }), onSuccess: onFound });
  return (
    <>
      <Select
        aria-label={w.find}
        style={{ width: 130 }}
        value={by}
        onChange={setBy}
        options={Object.entries(w.by).map(([value, label]) => ({ value, label }))}
      />
      <Input.Search
        aria-label={w.search}
        placeholder={w.find}
        style={{ width: 230 }}
        loading={find.isPending}
        onSearch={(text) => text.trim() && find.mutate(text.trim())}
      />
      <Trouble error={find.error} />
    </>
  );
}

function PersonDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { nameOf } = useSegmentNames();
  const person = useQuery({ queryKey: ['people', 'person', id], queryFn: () => calls.getPerson({ id }) });
  const { data } = person;
  return (
    <Drawer open onClose={onClose} title={data ? `${data.name} ${data.ageBand}` : w.open} size={460}>
      {person.isPending && <Spin />}
      <Trouble error={person.error} onRetry={person.refetch} />
      {data && (
        <>
          <p>
            {data.identityNumber ?? '–'} · {data.phone ?? '–'} · {data.address ?? '–'}
          </p>
          {data.bornOn === null && <p>{w.minor}</p>}
          <Card size="small" title={w.facts}>
            {data.facts.map((fact) => (
              <p key={fact.id}>
                {nameOf(fact.segment)} · {w.source} {fact.sourceDepartment} · {fact.validFrom}–{fact.validTo ?? ''}
              </p>
            ))}
          </Card>
          <Reveal id={id} />
          <Card size="small" title={w.looked} style={{ marginTop: 12 }}>
            {data.reveals.length === 0 && w.noLooks}
            {data.reveals.map((reveal) => (
              <p key={reveal.id}>
                {reveal.accountName} · {moment(reveal.at, language)} · {w.purposes[reveal.purpose]}：{reveal.reason}
              </p>
            ))}
          </Card>
        </>
      )}
    </Drawer>
  );
}

type RevealFields = { fields: ('name' | 'identityNumber' | 'phone' | 'address')[]; purpose: 'service'; reason: string };

function Reveal({ id }: { id: string }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const reveal = useMutation({
    mutationFn: (fields: RevealFields) => calls.revealFields({ id, ...fields }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people', 'person', id] }),
  });
  return (
    <Card size="small" title={w.reveal} style={{ marginTop: 12 }}>
      <Form<RevealFields> layout="vertical" initialValues={{ fields: ['phone'], purpose: 'service' }} onFinish={(fields) => reveal.mutate(fields)}>
        <Form.Item name="fields" label={w.fields} rules={[{ required: true }]}>
          <Checkbox.Group options={Object.entries(w.fieldNames).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="purpose" label={w.purpose}>
          <Select options={Object.entries(w.purposes).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="reason" label={w.reason} rules={[{ required: true, min: 4 }]}>
          <Input />
        </Form.Item>
        <Trouble error={reveal.error} />
        <Button htmlType="submit" loading={reveal.isPending}>
          {w.show}
        </Button>
      </Form>
      {reveal.data && (
        <dl role="status">
          {(['name', 'identityNumber', 'phone', 'address'] as const).map(
            (field) =>
              reveal.data[field] !== undefined && (
                <div key={field}>
                  <dt>{w.fieldNames[field]}</dt>
                  <dd>
                    <code>{reveal.data[field] ?? '–'}</code>
                  </dd>
                </div>
              ),
          )}
        </dl>
      )}
    </Card>
  );
}
