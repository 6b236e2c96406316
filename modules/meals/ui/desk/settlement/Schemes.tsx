import { useQuery } from '@tanstack/react-query';
import { Button, Card, Form, Input, InputNumber, Modal, Space } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../../ui/desk.tsx';
import { today, yuan } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls, useMealCall } from '../calls.ts';
import { words } from './words.ts';

type Answer = Awaited<ReturnType<typeof calls.listSchemes>>;
type Scheme = Answer['examples'][number];

/** What a scheme gives, in words. */
function SchemeText({ scheme }: { scheme: Scheme }) {
  const { language } = usePreferences();
  const w = useWords(words);
  return (
    <>
      <ul>
        {scheme.discounts.map(({ code, name, percent }) => (
          <li key={code}>{`${name[language]} · ${w.percent} ${percent}`}</li>
        ))}
        {scheme.subsidies.map(({ code, name, leastFen, amountFen }) => (
          <li key={code}>{`${name[language]} · ${w.least} ${yuan(leastFen, language)} · ${w.amount} ${yuan(amountFen, language)}`}</li>
        ))}
      </ul>
      <p>{`${w.source}: ${scheme.source}`}</p>
    </>
  );
}

/** Discounts and subsidies of the district: what is in force, and examples to begin with. */
export function Schemes() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [base, setBase] = useState<Scheme | null>(null);
  const schemes = useQuery({ queryKey: ['meals', 'schemes'], queryFn: () => calls.listSchemes() });
  return (
    <>
      <Trouble error={schemes.error} onRetry={() => schemes.refetch()} />
      <h2>{w.inForce}</h2>
      {schemes.data?.inForce.length === 0 && <p>{w.noScheme}</p>}
      {schemes.data?.inForce.map(({ version, from, to, scheme }) => (
        <Card key={`${scheme.code} ${version}`} size="small" title={`${scheme.name[language]} · ${w.since(from, to)}`} style={{ marginBottom: 12 }}>
          <SchemeText scheme={scheme} />
        </Card>
      ))}
      <h2>{w.examples}</h2>
      {schemes.data?.examples.map((scheme) => (
        <Card
          key={scheme.code}
          size="small"
          title={scheme.name[language]}
          style={{ marginBottom: 12 }}
          extra={
            <Button size="small" aria-label={`${w.useIt} ${scheme.name[language]}`} onClick={() => setBase(scheme)}>
              {w.useIt}
            </Button>
          }
        >
          <SchemeText scheme={scheme} />
        </Card>
      ))}
      {base && <SchemeForm base={base} onClose={() => setBase(null)} />}
    </>
  );
}

type Fields = { code: string; name: string; nameEn: string; source: string; from: string; percents: number[]; leasts: number[]; amounts: number[] };
function SchemeForm({ base, onClose }: { base: Scheme; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [form] = Form.useForm<Fields>();
  const save = useMealCall(({ code, name, nameEn, source, from, percents = [], leasts = [], amounts = [] }: Fields) => {
    const discounts = base.discounts.map((entry, i) => ({ ...entry, percent: percents[i] ?? entry.percent }));
    const subsidies = base.subsidies.map((entry, i) => ({
      ...entry,
      leastFen: Math.round((leasts[i] ?? 0) * 100),
      amountFen: Math.round((amounts[i] ?? 0) * 100),
    }));
    return calls.setScheme({ from, scheme: { ...base, code, name: { zh: name, en: nameEn }, source, isExample: false, discounts, subsidies } });
  }, onClose);
  const start = {
    code: base.code.replace(/^example-/, ''),
    name: base.name.zh,
    nameEn: base.name.en,
    from: today(),
    percents: base.discounts.map(({ percent }) => percent),
    leasts: base.subsidies.map(({ leastFen }) => leastFen / 100),
    amounts: base.subsidies.map(({ amountFen }) => amountFen / 100),
  };
  const text = (name: keyof Fields, label: string, least: number) => (
    <Form.Item name={name} label={label} rules={[{ required: true, min: least }]}>
      <Input />
    </Form.Item>
  );
  return (
    <Modal
      open
      title={w.putIn}
      okText={w.putIn}
      cancelText={w.cancel}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={save.error} />
      <Form form={form} layout="vertical" initialValues={start} onFinish={(fields) => save.mutate(fields)}>
        {text('code', w.code, 1)}
        {text('name', language === 'zh' ? '名称' : 'Name (Chinese)', 2)}
        {text('nameEn', language === 'zh' ? '英文名称' : 'Name (English)', 2)}
        {text('source', w.source, 5)}
        <Form.Item name="from" label={w.from} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        {base.discounts.map(({ code, name }, i) => (
          <Form.Item key={code} name={['percents', i]} label={`${name[language]} · ${w.percent}`}>
            <InputNumber min={1} max={100} />
          </Form.Item>
        ))}
        {base.subsidies.map(({ code, name }, i) => (
          <Space key={code} wrap>
            <Form.Item name={['leasts', i]} label={`${name[language]} · ${w.least}`}>
              <InputNumber min={0} max={1000} />
            </Form.Item>
            <Form.Item name={['amounts', i]} label={w.amount}>
              <InputNumber min={0.01} max={1000} />
            </Form.Item>
          </Space>
        ))}
      </Form>
    </Modal>
  );
}
