import { Alert, Button, Empty, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk } from '../../../../../ui/desk.tsx';
import { count, yuan } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { saveFile } from '../../../../../ui/save-file.ts';
import { calls, useMealCall } from '../calls.ts';
import { words } from './words.ts';

export type Claim = Awaited<ReturnType<typeof calls.listClaims>>[number];

/** What every claim says, with what can be done about it. */
export function ClaimTable({ claims, actions }: { claims: Claim[] | undefined; actions: (claim: Claim) => React.ReactNode }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { district: own } = useDesk();
  return (
    <Table<Claim>
      rowKey="id"
      size="small"
      loading={claims === undefined}
      dataSource={claims ?? []}
      pagination={{ pageSize: 30, hideOnSinglePage: true }}
      scroll={{ x: 900 }}
      locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: w.columns.site, render: (_, row) => `${row.site[language]} · ${row.month}` },
        { title: w.columns.meals, align: 'end', render: (_, row) => count(row.meals) },
        { title: w.columns.amount, align: 'end', render: (_, row) => yuan(row.amountFen, language) },
        { title: w.columns.withheld, align: 'end', render: (_, row) => (row.withheldFen > 0 ? yuan(row.withheldFen, language) : '') },
        {
          title: w.columns.payers,
          render: (_, row) =>
            row.byPayer.map(({ district, amountFen }) => `${district === own.code ? w.ownDistrict : district} ${yuan(amountFen, language)}`).join(', '),
        },
        { title: w.columns.open, align: 'end', render: (_, row) => row.openQuestions || '' },
        { title: w.columns.state, render: (_, row) => <Tag>{w.states[row.state]}</Tag> },
        { title: w.columns.actions, render: (_, row) => actions(row) },
      ]}
    />
  );
}

/** The district's side: approve what is claimed, then pay what is approved. */
export function Claims({ month, claims, isDistrict }: { month: string; claims: Claim[] | undefined; isDistrict: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isPaying, setPaying] = useState(false);
  const [reference, setReference] = useState('');
  const approve = useMealCall((id: string) => calls.approveClaim({ id }));
  const pay = useMealCall(
    () => calls.payClaims({ month, reference: reference.trim() }),
    () => setPaying(false),
  );
  const approved = (claims ?? []).some(({ state }) => state === 'approved');
  return (
    <>
      <Trouble error={approve.error} />
      {pay.data && (
        <Alert
          type="success"
          showIcon
          style={{ marginBottom: 12 }}
          title={w.paid(pay.data.paid, yuan(pay.data.amountFen, language))}
          action={
            <Button size="small" onClick={() => saveFile(`meals-${month}.csv`, 'text/csv', `\uFEFF${pay.data.csv}`)}>
              {w.payFile}
            </Button>
          }
        />
      )}
      <ClaimTable
        claims={claims}
        actions={(row) =>
          isDistrict &&
          row.state === 'submitted' && (
            <Button
              size="small"
              type="primary"
              aria-label={`${w.approve} ${row.site[language]}`}
              loading={approve.isPending && approve.variables === row.id}
              onClick={() => approve.mutate(row.id)}
            >
              {w.approve}
            </Button>
          )
        }
      />
      {isDistrict && (
        <Button type="primary" disabled={!approved} onClick={() => setPaying(true)} style={{ marginTop: 12 }}>
          {w.pay}
        </Button>
      )}
      <Modal
        open={isPaying}
        title={w.pay}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: reference.trim().length < 3, loading: pay.isPending }}
        onOk={() => pay.mutate(undefined)}
        onCancel={() => setPaying(false)}
      >
        <Trouble error={pay.error} />
        <label>
          {w.reference}
          <Input maxLength={60} value={reference} onChange={(event) => setReference(event.target.value)} />
        </label>
      </Modal>
    </>
  );
}
