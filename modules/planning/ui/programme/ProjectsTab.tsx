import { useQuery } from '@tanstack/react-query';
import { Button, Space as Row, Steps, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import { useCatalogue } from '../../../places/ui/catalogue.ts';
import type { planning } from '../../contract.ts';
import { ChecksDialog, ChecksSummary } from './Checks.tsx';
import { DropDialog, ListDialog, ProjectDialog, StageDialog } from './ProjectDialogs.tsx';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
export type Project = Awaited<ReturnType<typeof calls.listProjects>>[number];
export const stages = ['survey', 'site', 'build', 'accept', 'open'] as const;
type Doing = { what: 'pass' | 'checks' | 'drop' | 'onList' | 'offList'; project: Project } | { what: 'new' };

/** Projects with the stage they stand at; below each its evidence and lists. */
export function ProjectsTab() {
  const w = useWords(words);
  const { roles } = useDesk();
  const { nameOf } = useCatalogue();
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = useQuery({ queryKey: ['planning', 'programme', 'projects'], queryFn: () => calls.listProjects() });
  const may = roles.some((role) => ['cityOfficial', 'districtOfficial', 'subdistrictOfficial'].includes(role));
  const close = () => setDoing(null);
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      {may && (
        <Button type="primary" style={{ marginBottom: 12 }} onClick={() => setDoing({ what: 'new' })}>
          {w.newProject}
        </Button>
      )}
      <Table<Project>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.none }}
        expandable={{ expandedRowRender: (project) => <Story project={project} /> }}
        columns={[
          { title: w.projectTitle, render: (_, project) => <strong>{project.title}</strong> },
          { title: w.area, dataIndex: 'areaName' },
          { title: w.stage, render: (_, project) => <Stand project={project} /> },
          {
            title: w.functions,
            render: (_, project) => <div style={{ maxWidth: 260, whiteSpace: 'normal' }}>{project.functions.map(nameOf).join('、') || '–'}</div>,
          },
          { title: w.space, render: (_, project) => project.spaceName ?? '–' },
          { title: w.dueOn, render: (_, project) => project.dueOn ?? '–' },
          {
            title: w.lists,
            render: (_, project) =>
              project.lists.filter((entry) => entry.removedOn === null).map((entry) => <Tag key={entry.list}>{w.listNames[entry.list]}</Tag>),
          },
          {
            title: '',
            render: (_, project) => <Actions project={project} onDo={setDoing} />,
          },
        ]}
      />
      {doing?.what === 'new' && <ProjectDialog onClose={close} />}
      {doing?.what === 'pass' && <StageDialog project={doing.project} onClose={close} />}
      {doing?.what === 'checks' && <ChecksDialog project={doing.project} onClose={close} />}
      {doing?.what === 'drop' && <DropDialog project={doing.project} onClose={close} />}
      {(doing?.what === 'onList' || doing?.what === 'offList') && <ListDialog project={doing.project} isOn={doing.what === 'onList'} onClose={close} />}
    </>
  );
}

function Stand({ project }: { project: Project }) {
  const w = useWords(words);
  if (project.droppedOn !== null) return <Tag>{w.dropped}</Tag>;
  return (
    <>
      <Tag color={project.stage === 'open' ? 'green' : 'blue'}>{w.stages[project.stage]}</Tag>
      {project.stage !== 'open' && project.dueOn !== null && project.dueOn < today() && <Tag color="red">{w.late}</Tag>}
    </>
  );
}

function Actions({ project, onDo }: { project: Project; onDo: (doing: Doing) => void }) {
  const w = useWords(words);
  const { roles } = useDesk();
  const may = roles.some((role) => ['cityOfficial', 'districtOfficial', 'subdistrictOfficial'].includes(role));
  const mayList = roles.some((role) => ['cityOfficial', 'districtOfficial'].includes(role));
  const button = (what: Exclude<Doing['what'], 'new'>, label: string) => (
    <Button size="small" danger={what === 'drop'} aria-label={`${label} ${project.title}`} onClick={() => onDo({ what, project })}>
      {label}
    </Button>
  );
  return (
    <Row>
      {may && project.stage !== 'open' && project.droppedOn === null && (
        <>
          {button('pass', w.pass(w.stages[project.stage]))}
          {button('checks', w.check)}
          {button('drop', w.drop)}
        </>
      )}
      {mayList && button('onList', w.onList)}
      {mayList && project.lists.some((entry) => entry.removedOn === null) && button('offList', w.offList)}
    </Row>
  );
}

function Story({ project }: { project: Project }) {
  const w = useWords(words);
  const gateOf = (stage: string) => project.gates.find((gate) => gate.stage === stage);
  return (
    <>
      <Steps
        size="small"
        current={stages.indexOf(project.stage)}
        items={stages.map((stage) => ({ title: w.stages[stage], content: gateOf(stage) ? `${gateOf(stage)!.passedOn} ${gateOf(stage)!.evidence}` : '' }))}
      />
      <ChecksSummary project={project} />
      {project.dropReason !== null && (
        <p>
          {w.dropped} {project.droppedOn}：{project.dropReason}
        </p>
      )}
      {project.lists.length > 0 && (
        <>
          <strong>{w.history}</strong>
          <ul>
            {project.lists.map((entry) => (
              <li key={entry.list + entry.addedOn}>
                {w.listNames[entry.list]}：{w.since(entry.addedOn, entry.addedBasis)}
                {entry.removedOn !== null && `，${w.until(entry.removedOn, entry.removedBasis ?? '')}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
