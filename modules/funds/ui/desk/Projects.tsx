import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Form, Input, InputNumber, Modal, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { partners } from '../../../partners/contract.ts';
import { calls, fenOf, useFundCall } from './calls.ts';
import type { Fund } from './Funds.tsx';
import { words } from './words.ts';

const partnerCalls = api<typeof partners>('partners');
type Project = Awaited<ReturnType<typeof calls.listProjects>>[number];

/** What a fund pays for: asked, approved, paid in installments, closed with a result. */
export function Projects({ fund, onBack }: { fund: Fund; onBack: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const [isAdding, setAdding] = useState(false);
  const projects = useQuery({ queryKey: ['funds', 'projects', fund.id], queryFn: () => calls.listProjects({ id: fund.id }) });
  return (
    <>
      <h2>{fund.name[language]}</h2>
      <Space style={{ marginBottom: 12 }}>
        <Button onClick={onBack}>{w.back}</Button>
        {!roles.includes('auditor') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {w.addProject}
          </Button>
        )}
      </Space>
      <Trouble error={projects.error} onRetry={() => projects.refetch()} />
      {projects.data?.length === 0 && <Empty description={w.noProjects} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
      {projects.data?.map((project) => (
        <ProjectCard key={project.id} project={project} isKeeper={roles.includes('districtOfficial')} />
      ))}
      {isAdding && <Apply fundId={fund.id} onClose={() => setAdding(false)} />}
    </>
  );
}

function ProjectCard({ project, isKeeper }: { project: Project; isKeeper: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [asking, setAsking] = useState<{ pay: string } | 'close' | null>(null);
  const [text, setText] = useState('');
  const decide = useFundCall((approve: boolean) => calls.decideProject({ id: project.id, approve }));
  const done = () => {
    setAsking(null);
    setText('');
  };
  const send = useFundCall(
    () =>
      asking === 'close'
        ? calls.closeProject({ id: project.id, result: text.trim() })
        : calls.payInstallment({ id: (asking as { pay: string }).pay, reference: text.trim() }),
    done,
  );
  const name = project.title[language];
  return (
    <Card size="small" title={`${name} · ${project.organisation}`} extra={<Tag>{w.states[project.state]}</Tag>} style={{ marginBottom: 12 }}>
      <ul>
        {project.installments.map(({ id, step, amountFen, paidFen }) => (
          <li key={id}>
            {w.installment(step, yuan(amountFen, language), paidFen === null ? null : yuan(paidFen, language))}{' '}
            {isKeeper && project.state === 'approved' && paidFen === null && (
              <Button size="small" aria-label={`${w.pay} ${name} ${step}`} onClick={() => setAsking({ pay: id })}>
                {w.pay}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {project.result && <p>{project.result}</p>}
      <Trouble error={decide.error} />
      <Space>
        {isKeeper && project.state === 'applied' && (
          <>
            <Button type="primary" aria-label={`${w.approve} ${name}`} loading={decide.isPending} onClick={() => decide.mutate(true)}>
              {w.approve}
            </Button>
            <Button onClick={() => decide.mutate(false)}>{w.refuse}</Button>
          </>
        )}
        {isKeeper && project.state === 'approved' && (
          <Button aria-label={`${w.close} ${name}`} onClick={() => setAsking('close')}>
            {w.close}
          </Button>
        )}
      </Space>
      <Modal
        open={asking !== null}
        title={asking === 'close' ? w.close : w.pay}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: text.trim().length < 4, loading: send.isPending }}
        onOk={() => send.mutate(undefined)}
        onCancel={done}
      >
        <Trouble error={send.error} />
        <label>
          {asking === 'close' ? w.result : w.reference}
          <Input.TextArea rows={2} maxLength={asking === 'close' ? 1000 : 60} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      </Modal>
    </Card>
  );
}

type Fields = { title: string; titleEn: string; organisationId: string; amounts: (number | null)[] };
function Apply({ fundId, onClose }: { fundId: string; onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<Fields>();
  const organisations = useQuery({ queryKey: ['partners'], queryFn: () => partnerCalls.listOrganisations() });
  const save = useFundCall(({ amounts, ...fields }: Fields) => {
    const installments = w.steps.flatMap((step, i) => (amounts[i] ? [{ step, amountFen: fenOf(amounts[i]!) }] : []));
    return calls.applyForProject({ id: fundId, ...fields, installments });
  }, onClose);
  return (
    <Modal
      open
      title={w.addProject}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={save.error} />
      <Form form={form} layout="vertical" onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="title" label={w.name} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="titleEn" label={w.nameEn} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="organisationId" label={w.organisation} rules={[{ required: true }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Space wrap>
          {w.steps.map((step, i) => (
            <Form.Item key={step} name={['amounts', i]} label={`${step} · ${w.amount}`} rules={[{ required: i === 0 }]}>
              <InputNumber min={0.01} />
            </Form.Item>
          ))}
        </Space>
      </Form>
    </Modal>
  );
}
