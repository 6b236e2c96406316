import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { count } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../contract.ts';
import { PersonDrawer } from './PersonDrawer.tsx';
import { RegisterDialog } from './RegisterDialog.tsx';
import { useSegmentNames } from './segments.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');
type Person = Awaited<ReturnType<typeof calls.listPeople>>['people'][number];

/** Residents of my area, masked; a drawer shows one of them. */
export function PeoplePage() {
  const w = useWords(words);
  const areaCode = useMyArea();
  const { nameOf, segments } = useSegmentNames();
  const [segment, setSegment] = useState<string | undefined>();
  const [after, setAfter] = useState<string | undefined>();
  const [found, setFound] = useState<Person[] | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
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
            setFound(null);
            setAfter(undefined);
          }}
          options={segments.map((entry) => ({ value: entry.code, label: nameOf(entry.code) }))}
        />
        <Find areaCode={areaCode} onFound={setFound} />
        <Button onClick={() => setAdding(true)}>{w.register}</Button>
      </Space>
      <PeopleTable people={found ?? list.data?.people ?? []} isLoading={list.isPending} onOpen={setOpened} />
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
      {isAdding && (
        <RegisterDialog
          onClose={(id) => {
            setAdding(false);
            if (id) setOpened(id);
          }}
        />
      )}
      {opened && <PersonDrawer id={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function PeopleTable({ people, isLoading, onOpen }: { people: Person[]; isLoading: boolean; onOpen: (id: string) => void }) {
  const w = useWords(words);
  const { nameOf } = useSegmentNames();
  return (
    <Table<Person>
      rowKey="id"
      size="small"
      loading={isLoading}
      dataSource={people}
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
        { title: '', render: (_, person) => <Opener onOpen={() => onOpen(person.id)} /> },
      ]}
    />
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
      <Select aria-label={w.find} style={{ width: 130 }} value={by} onChange={setBy} options={optionsOf(w.by)} />
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
