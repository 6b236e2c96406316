import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Radio, Select } from 'antd';
import { useMemo } from 'react';
import { api } from '../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { areas } from '../../areas/contract.ts';
import { useCaseTypes } from '../../cases/ui/calls.ts';
import { leavesOf, useMatters } from '../../requests/ui/calls.ts';
import { calls, type Draft, keepDraft, keepVisit, planOf, type Written } from './device.ts';
import { words } from './words.ts';

const areaCalls = api<typeof areas>('areas');
type Report = NonNullable<Written['report']>;
type Values = {
  householdId?: string;
  areaCode?: string;
  outcome: NonNullable<Written['outcome']>;
  topics?: string[];
  note?: string;
  sealedNote?: string;
  kind: 'none' | Report['kind'];
  matter?: string;
  words?: string;
  placeText?: string;
};

const valuesOf = (begin: Partial<Written>, within: string): Values => ({
  outcome: begin.outcome ?? 'met',
  topics: begin.topics ?? [],
  note: begin.note ?? '',
  sealedNote: begin.sealedNote ?? '',
  kind: begin.report?.kind ?? 'none',
  ...(begin.householdId && { householdId: begin.householdId }),
  areaCode: begin.areaCode ?? within,
  ...(begin.report && { matter: begin.report.matter, words: begin.report.words, placeText: begin.report.placeText ?? '' }),
});

type Props = { account: string; draftKey: string; begin: Partial<Written>; draft: Draft | null; onDone: () => void };
/** Writes a visit down on the phone: nothing here needs a connection once the page has been opened with one. */
export function VisitForm({ account, draftKey, begin, draft, onDone }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const [form] = Form.useForm<Values>();
  const outcome = Form.useWatch('outcome', form) ?? begin.outcome ?? 'met';
  const plan = useQuery({ queryKey: ['visits', 'plan', account], queryFn: () => planOf(account), networkMode: 'always' });
  const topics = useQuery({ queryKey: ['visits', 'topics'], queryFn: () => calls.listTopics(), staleTime: 3_600_000 });
  const communities = useQuery({ queryKey: ['areas', 'list', within], queryFn: () => areaCalls.listAreas({ within }), staleTime: 600_000 });
  const id = useMemo(() => begin.id ?? crypto.randomUUID(), [begin.id]);
  const save = useMutation({
    networkMode: 'always',
    mutationFn: (values: Values) => keepVisit(account, visitOf(id, begin, values, plan.data ?? [])),
    onSuccess: onDone,
  });
  const initial: Values = { ...valuesOf(begin, within), ...draft?.values };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      style={{ maxWidth: 560 }}
      initialValues={initial}
      onValuesChange={(_, values) => void keepDraft(account, draftKey, { begin: { ...begin, id }, values })}
      onFinish={(values) => save.mutate(values)}
    >
      <Trouble error={save.error} />
      <Form.Item name="outcome" label={w.outcome}>
        <Radio.Group optionType="button" options={(['met', 'notHome', 'phone', 'patrol'] as const).map((value) => ({ value, label: w.outcomes[value] }))} />
      </Form.Item>
      {outcome === 'patrol' ? (
        <Form.Item name="areaCode" label={w.community} rules={[{ required: true, pattern: /^\d{12}$/, message: w.community }]}>
          <Select
            aria-label={w.community}
            showSearch={{ optionFilterProp: 'label' }}
            options={(communities.data ?? []).filter((area) => area.level === 'community').map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
      ) : (
        <Form.Item name="householdId" label={w.household} rules={[{ required: true, message: w.household }]}>
          <Select
            aria-label={w.household}
            showSearch={{ optionFilterProp: 'label' }}
            options={(plan.data ?? []).map((one) => ({ value: one.householdId, label: `${one.address} ${one.people.map(({ name }) => name).join('、')}` }))}
          />
        </Form.Item>
      )}
      <Form.Item name="topics" label={w.topics}>
        <Checkbox.Group options={(topics.data?.topics ?? []).map((topic) => ({ value: topic.code, label: topic[language] }))} />
      </Form.Item>
      {topics.error && <p role="status">{w.topicsFailed}</p>}
      <Form.Item name="note" label={w.note}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item name="sealedNote" label={w.sealed}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <ReportFields />
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {w.save}
      </Button>
    </Form>
  );
}

function visitOf(id: string, begin: Partial<Written>, values: Values, plan: Awaited<ReturnType<typeof planOf>>): Written {
  const isPatrol = values.outcome === 'patrol';
  const home = plan.find(({ householdId }) => householdId === values.householdId);
  const report =
    values.kind === 'none'
      ? null
      : { kind: values.kind, matter: values.matter ?? '', words: values.words?.trim() ?? '', placeText: values.placeText?.trim() ?? '' };
  return {
    id,
    revision: 1,
    householdId: isPatrol ? null : (values.householdId ?? null),
    areaCode: isPatrol ? (values.areaCode ?? '') : (home?.areaCode ?? begin.areaCode ?? ''),
    visitedAt: begin.visitedAt ?? new Date().toISOString(),
    outcome: values.outcome,
    topics: values.topics ?? [],
    note: values.note?.trim() ?? '',
    sealedNote: values.sealedNote?.trim() ?? '',
    report,
  };
}

/** What is to be passed on: a request of theirs, a grid event, or somebody who may need help. */
function ReportFields() {
  const w = useWords(words);
  const { language } = usePreferences();
  const form = Form.useFormInstance<Values>();
  const kind = Form.useWatch('kind', form) ?? 'none';
  const matters = useMatters();
  const types = useCaseTypes();
  const classes = types.data?.find((type) => type.kind === (kind === 'event' ? 'gridEvent' : 'verification'))?.classes ?? [];
  const options =
    kind === 'request'
      ? leavesOf(matters.data?.matters ?? []).map((matter) => ({ value: matter.code, label: matter[language] }))
      : classes.map((one) => ({ value: one.code, label: one[language] }));
  return (
    <>
      <Form.Item name="kind" label={w.report}>
        <Radio.Group
          options={(['none', 'request', 'event', 'help'] as const).map((value) => ({ value, label: w.reports[value] }))}
          onChange={() => form.setFieldsValue({ matter: undefined as never })}
        />
      </Form.Item>
      {kind !== 'none' && (
        <>
          <Form.Item name="matter" label={kind === 'request' ? w.matter : w.class} rules={[{ required: true, message: w.matter }]}>
            <Select aria-label={kind === 'request' ? w.matter : w.class} showSearch={{ optionFilterProp: 'label' }} options={options} />
          </Form.Item>
          <Form.Item
            name="words"
            label={w.reportWords}
            rules={[
              {
                required: true,
                message: w.reportWords,
                validator: async (_, said?: string) => ((said ?? '').trim().length >= 4 ? undefined : Promise.reject(new Error(w.reportWords))),
              },
            ]}
          >
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
        </>
      )}
    </>
  );
}
