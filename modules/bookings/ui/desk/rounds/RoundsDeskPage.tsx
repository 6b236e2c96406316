import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Input, App as Messages, Modal, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { Trouble } from '../../../../../ui/desk.tsx';
import { moment } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { bookings } from '../../../contract.ts';
import { words as portalWords } from '../../rounds/words.ts';
import { AddRound } from './AddRound.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
type Round = Awaited<ReturnType<typeof calls.listRounds>>[number];

/** Seasonal rounds: announce, give, publish. */
export function RoundsDeskPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const rounds = useQuery({ queryKey: ['bookings', 'rounds'], queryFn: () => calls.listRounds({}) });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <AddRound />
      <Trouble error={rounds.error} onRetry={() => rounds.refetch()} />
      <Table<Round>
        rowKey="id"
        size="small"
        loading={rounds.isPending}
        dataSource={rounds.data ?? []}
        pagination={false}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.name, render: (_, row) => row.title[language] },
          { title: w.place, dataIndex: 'placeName' },
          { title: w.applies, render: (_, row) => `${moment(row.appliesFrom, language)} – ${moment(row.appliesTo, language)}` },
          { title: w.uses, render: (_, row) => `${row.usesFrom} – ${row.usesTo}` },
          { title: w.applications, dataIndex: 'applications' },
          { title: w.state, render: (_, row) => <Tag>{portalWords[language].states[row.state]}</Tag> },
          { title: w.actions, render: (_, row) => <Actions round={row} /> },
        ]}
      />
    </>
  );
}

function useStep<T>(call: () => Promise<T>, say: (answer: T) => string) {
  const { message } = Messages.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (answer) => {
      void message.success(say(answer), 8);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
}

function Actions({ round: { id, state } }: { round: Round }) {
  const w = useWords(words);
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const allocate = useStep(
    () => calls.allocateRound({ id }),
    ({ fair, firstCome }) => w.result(fair.served, fair.applicants, fair.jain.toFixed(2), firstCome.served, firstCome.jain.toFixed(2)),
  );
  const publish = useStep(
    () => calls.publishRound({ id }),
    ({ booked, notBooked }) => w.booked(booked, notBooked),
  );
  const giveUp = useStep(
    () => calls.cancelRound({ id, reason: reason.trim() }),
    () => w.give,
  );
  return (
    <Space wrap>
      {(state === 'closed' || state === 'allocated') && (
        <Button size="small" type={state === 'closed' ? 'primary' : 'default'} loading={allocate.isPending} onClick={() => allocate.mutate()}>
          {state === 'closed' ? w.allocate : w.allocateAgain}
        </Button>
      )}
      {state === 'allocated' && (
        <Button size="small" type="primary" loading={publish.isPending} onClick={() => publish.mutate()}>
          {w.publish}
        </Button>
      )}
      {(state === 'ahead' || state === 'open' || state === 'closed') && (
        <Button size="small" danger onClick={() => setAsking(true)}>
          {w.give}
        </Button>
      )}
      <Trouble error={allocate.error ?? publish.error ?? giveUp.error} />
      <Modal
        open={isAsking}
        title={w.give}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: reason.trim().length < 2, loading: giveUp.isPending }}
        onOk={() => giveUp.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onCancel={() => setAsking(false)}
      >
        <Input aria-label={w.reason} placeholder={w.reason} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Modal>
    </Space>
  );
}
