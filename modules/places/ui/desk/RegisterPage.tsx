import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { percent } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';
import { ComplexPage } from './ComplexPage.tsx';
import { PlaceDialog } from './PlaceDialog.tsx';
import { words as placeWords } from './place-words.ts';
import { words } from './words.ts';

const calls = api<typeof places>('places');
type Row = Awaited<ReturnType<typeof calls.listRegister>>[number];

/** All complexes of my area with their live ratios; a row leads to its ledger. */
export function RegisterPage() {
  return (
    <Switch>
      <Route path="/register/:id">{({ id }) => <ComplexPage id={id} />}</Route>
      <Route>
        <Register />
      </Route>
    </Switch>
  );
}

function Register() {
  const w = useWords(words);
  const p = useWords(placeWords);
  const { roles } = useDesk();
  const [, go] = useLocation();
  const [find, setFind] = useState('');
  const [kind, setKind] = useState<'complex' | 'facility'>('complex');
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <h1>{w.title}</h1>
      <Space wrap style={{ marginBottom: 12 }}>
        <Segmented
          aria-label={w.kindShown}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'complex', label: w.shown.complex },
            { value: 'facility', label: w.shown.facility },
          ]}
        />
        <Input aria-label={w.name} placeholder={w.name} allowClear style={{ width: 240 }} onChange={(event) => setFind(event.target.value.trim())} />
        {roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial'].includes(role)) && (
          <Button onClick={() => setAdding(true)}>{p.add}</Button>
        )}
      </Space>
      {kind === 'complex' ? <Complexes find={find} /> : <Facilities find={find} />}
      {isAdding && (
        <PlaceDialog
          place={null}
          onClose={(id) => {
            setAdding(false);
            if (id) go(`/register/${id}`);
          }}
        />
      )}
    </>
  );
}

function Facilities({ find }: { find: string }) {
  const w = useWords(words);
  const within = useMyArea();
  const { nameOf } = useCatalogue();
  const list = useQuery({
    queryKey: ['places', 'facilities', within, find],
    queryFn: () => calls.searchPlaces({ within, kind: 'facility', limit: 1000, ...(find && { find }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      <Table
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.name, render: (_, row) => <Link href={`/register/${row.id}`}>{row.name}</Link> },
          { title: w.functions, render: (_, row) => row.functions.map((code) => <Tag key={code}>{nameOf(code)}</Tag>) },
          { title: w.open, render: (_, row) => (row.open.isOpen ? w.openNow : w.closedNow) },
        ]}
      />
      <p>{w.facilityNote}</p>
    </>
  );
}

function Complexes({ find }: { find: string }) {
  const w = useWords(words);
  const within = useMyArea();
  const list = useQuery({ queryKey: ['places', 'register', within], queryFn: () => calls.listRegister({ within }) });
  const rows = (list.data ?? []).filter((row) => !find || row.name.includes(find) || row.areaName.includes(find));
  const ratio = (key: 'multiFunction' | 'market' | 'social' | 'allDay' | 'office') => ({
    title: w.ratios[key],
    align: 'right' as const,
    sorter: (a: Row, b: Row) => a.ratios[key].share - b.ratios[key].share,
    render: (_: unknown, row: Row) => percent(row.ratios[key].share),
  });
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      <Table<Row>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.empty }}
        columns={[
          {
            title: w.name,
            render: (_, row) => <Link href={`/register/${row.id}`}>{row.name}</Link>,
            sorter: (a, b) => a.name.localeCompare(b.name, 'zh'),
          },
          { title: w.area, dataIndex: 'areaName' },
          {
            title: w.usable,
            align: 'right',
            render: (_, row) => row.ratios.usableArea.toFixed(1),
            sorter: (a, b) => a.ratios.usableArea - b.ratios.usableArea,
          },
          { title: w.rooms, dataIndex: 'rooms', align: 'right' },
          ratio('multiFunction'),
          ratio('market'),
          ratio('social'),
          ratio('allDay'),
          ratio('office'),
          {
            title: w.missing,
            render: (_, row) =>
              row.ratios.missingZones.map((zone) => (
                <Tag key={zone} color="orange">
                  {w.zones[zone]}
                </Tag>
              )),
          },
        ]}
      />
      <p>{w.ratioNote}</p>
    </>
  );
}
