import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber, Modal, Radio, Select, Space } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { type CaseDetail, type CaseMove, calls, useCaseCall, useUnits } from './calls.ts';
import { words } from './words.ts';

type Values = {
  reason?: string;
  text?: string;
  code?: string;
  amount?: number;
  per?: 'hours' | 'workingDays';
  until?: { toISOString(): string };
  unit?: string;
  case?: string;
  handler?: string;
  resolved?: boolean;
  channel?: 'phone';
  grade?: number;
};

/** The moves that are open to the reader, as the server says; each asks for what it needs and nothing else. */
export function Moves({ detail }: { detail: CaseDetail }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [making, setMaking] = useState<CaseMove | null>(null);
  const first = new Set(['sign', 'answer', 'finish', 'dispatch', 'rule', 'confirm', 'grantExtension', 'contact']);
  return (
    <>
      <div role="group" aria-label={w.moves} style={{ margin: '8px 0' }}>
        {detail.moves.length === 0 && <p>{w.noMoves}</p>}
        {detail.moves
          .filter(({ opensChild }) => !opensChild)
          .map((move) => (
            <Button key={move.name} type={first.has(move.name) ? 'primary' : 'default'} style={{ margin: '0 6px 6px 0' }} onClick={() => setMaking(move)}>
              {move.words[language]}
            </Button>
          ))}
      </div>
      {making && <MakeMove key={making.name} detail={detail} move={making} onClose={() => setMaking(null)} />}
    </>
  );
}

function MakeMove({ detail, move, onClose }: { detail: CaseDetail; move: CaseMove; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [form] = Form.useForm<Values>();
  const make = useCaseCall(async (values: Values) => {
    const { amount, per = 'workingDays', until, case: number, ...said } = values;
    const other = number ? await findByNumber(number) : undefined;
    const limit = amount === undefined ? undefined : per === 'hours' ? { hours: amount } : { workingDays: amount };
    return calls.makeMove({
      id: detail.id,
      move: move.name,
      expects: detail.seq,
      ...said,
      ...(limit && { limit }),
      ...(until && { until: until.toISOString() }),
      ...(other && { case: other }),
    });
  }, onClose);
  const fields = [...move.needs, ...(move.name === 'rate' || move.name === 'confirm' ? ['grade'] : [])];
  return (
    <Modal
      open
      title={`${move.words[language]} · ${detail.number}`}
      okText={w.ok}
      cancelText={w.cancel}
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={make.error} />
      <Form<Values> form={form} layout="vertical" onFinish={(values) => make.mutate(values)} initialValues={{ per: 'workingDays' }}>
        {fields.map((need) => (
          <NeedField key={need} need={need} codes={move.codes} detail={detail} />
        ))}
      </Form>
    </Modal>
  );
}

const nobody = '00000000-0000-4000-8000-000000000000';
/** The case of a receipt number; an id that nobody has where there is none, so that the server says so in its words. */
async function findByNumber(number: string): Promise<string> {
  const { cases } = await calls.listQueue({ box: 'all', number: number.trim() });
  return cases[0]?.id ?? nobody;
}

function NeedField({ need, codes, detail }: { need: string; codes: string[]; detail: CaseDetail }) {
  const w = useWords(words);
  const label = w.needs[need] ?? need;
  const rules = need === 'grade' ? [] : [{ required: true, message: label }];
  switch (need) {
    case 'limit':
      return <LimitField label={label} />;
    case 'until':
      return (
        <Form.Item name="until" label={label} rules={rules}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
      );
    case 'unit':
      return <UnitField label={label} />;
    case 'handler':
      return <HandlerField label={label} unitId={detail.leadUnit?.id ?? null} />;
    case 'resolved':
      return (
        <Form.Item name="resolved" label={label} rules={rules}>
          <Radio.Group
            options={[
              { value: true, label: w.yes },
              { value: false, label: w.no },
            ]}
          />
        </Form.Item>
      );
    case 'code':
    case 'channel':
    case 'grade': {
      const options: { value: string | number; label: string }[] =
        need === 'code'
          ? codes.map((value) => ({ value, label: w.codes[value] ?? value }))
          : need === 'channel'
            ? Object.entries(w.channels).map(([value, text]) => ({ value, label: text }))
            : [5, 4, 3, 2, 1].map((value) => ({ value, label: w.grades[value] ?? String(value) }));
      return (
        <Form.Item name={need} label={label} rules={rules}>
          <Select<string | number> aria-label={label} options={options} />
        </Form.Item>
      );
    }
    case 'case':
      return (
        <Form.Item name="case" label={label} rules={rules}>
          <Input maxLength={12} />
        </Form.Item>
      );
    default:
      return (
        <Form.Item name={need} label={label} rules={rules}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      );
  }
}

function LimitField({ label }: { label: string }) {
  const w = useWords(words);
  return (
    <Form.Item label={label} required>
      <Space>
        <Form.Item name="amount" rules={[{ required: true, message: label }]} noStyle>
          <InputNumber aria-label={label} min={0.5} max={400} />
        </Form.Item>
        <Form.Item name="per" noStyle>
          <Select
            aria-label={w.workingDays}
            style={{ width: 130 }}
            options={(['workingDays', 'hours'] as const).map((value) => ({ value, label: w[value] }))}
          />
        </Form.Item>
      </Space>
    </Form.Item>
  );
}

function UnitField({ label }: { label: string }) {
  const { language } = usePreferences();
  const units = useUnits();
  return (
    <Form.Item name="unit" label={label} rules={[{ required: true, message: label }]}>
      <Select
        aria-label={label}
        showSearch={{ optionFilterProp: 'label' }}
        loading={units.isPending}
        options={(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name[language] }))}
      />
    </Form.Item>
  );
}

function HandlerField({ label, unitId }: { label: string; unitId: string | null }) {
  const members = useQuery({ queryKey: ['cases', 'members', unitId], queryFn: () => calls.listMembers({ id: unitId! }), enabled: unitId !== null });
  return (
    <Form.Item name="handler" label={label} rules={[{ required: true, message: label }]}>
      <Select
        aria-label={label}
        loading={members.isPending}
        options={(members.data ?? []).map(({ accountId, name, post }) => ({ value: accountId, label: `${name} (${post})` }))}
      />
    </Form.Item>
  );
}
