import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select } from 'antd';
import { api } from '../../../../platform/client.ts';
import { optionsOf } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import { useCatalogue } from '../../../places/ui/catalogue.ts';
import type { planning } from '../../contract.ts';
import { OpenChecks } from './Checks.tsx';
import { type Project, stages } from './ProjectsTab.tsx';
import { AreaField, FormDialog, PlaceField } from './parts.tsx';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
type NewProject = Omit<Parameters<typeof calls.createProject>[0], 'dueOn'> & { dueOn?: string };

export function ProjectDialog({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { functions, nameOf } = useCatalogue();
  const spaces = useQuery({ queryKey: ['planning', 'programme', 'spaces'], queryFn: () => calls.listSpaces() });
  const free = (spaces.data ?? []).filter((space) => ['offered', 'surveyed', 'agreed'].includes(space.status));
  const required = [{ required: true, message: w.required }];
  return (
    <FormDialog<NewProject>
      title={w.newProject}
      initial={{ acquisition: 'rebuild', functions: [], tags: [] }}
      onSend={({ dueOn, ...fields }) => calls.createProject({ ...fields, dueOn: dueOn || null })}
      onClose={onClose}
    >
      <Form.Item name="title" label={w.projectTitle} rules={[...required, { min: 2 }]}>
        <Input maxLength={120} />
      </Form.Item>
      <AreaField label={w.area} levels={['community', 'subdistrict']} />
      <Form.Item name="acquisition" label={w.acquisition} rules={required}>
        <Select options={optionsOf(w.acquisitions)} />
      </Form.Item>
      <Form.Item name="spaceId" label={w.space}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={free.map((space) => ({ value: space.id, label: `${space.name} ${space.floorArea} ㎡` }))}
        />
      </Form.Item>
      <Form.Item name="plannedArea" label={w.plannedArea}>
        <InputNumber min={1} max={1_000_000} />
      </Form.Item>
      <Form.Item name="functions" label={w.functions}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={functions.filter((entry) => !entry.retired).map((entry) => ({ value: entry.code, label: nameOf(entry.code) }))}
        />
      </Form.Item>
      <Form.Item name="tags" label={w.tags}>
        <Select mode="multiple" options={optionsOf(w.tagNames)} />
      </Form.Item>
      <Form.Item name="dueOn" label={w.dueOn}>
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
    </FormDialog>
  );
}

type Passing = { passedOn: string; evidence: string; placeId?: string };

export function StageDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const w = useWords(words);
  const opens = stages[stages.indexOf(project.stage) + 1] === 'open';
  return (
    <FormDialog<Passing>
      title={`${w.pass(w.stages[project.stage])}：${project.title}`}
      initial={{ passedOn: today(), ...(project.placeId && { placeId: project.placeId }) }}
      onSend={({ passedOn, evidence, placeId }) =>
        calls.passStage({ id: project.id, revision: project.revision, passedOn: passedOn, evidence, placeId: placeId ?? null })
      }
      onClose={onClose}
    >
      <OpenChecks project={project} />
      <Form.Item name="passedOn" label={w.passedOn} rules={[{ required: true, message: w.required }]}>
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="evidence" label={w.evidence} rules={[{ required: true, min: 4, message: w.required }]}>
        <Input.TextArea maxLength={1000} rows={3} />
      </Form.Item>
      {opens && <PlaceField label={w.registered} areaCode={project.areaCode} isRequired />}
    </FormDialog>
  );
}

export function DropDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const w = useWords(words);
  return (
    <FormDialog<{ reason: string }>
      title={`${w.drop}：${project.title}`}
      onSend={({ reason }) => calls.dropProject({ id: project.id, revision: project.revision, reason })}
      onClose={onClose}
    >
      <Form.Item name="reason" label={w.dropReason} rules={[{ required: true, min: 2, message: w.required }]}>
        <Input maxLength={400} />
      </Form.Item>
    </FormDialog>
  );
}

type Listing = { list: 'pilot' | 'key'; on: string; basis: string };

export function ListDialog({ project, isOn, onClose }: { project: Project; isOn: boolean; onClose: () => void }) {
  const w = useWords(words);
  const current = project.lists.filter((entry) => entry.removedOn === null).map((entry) => entry.list as string);
  const options = optionsOf(w.listNames).filter(({ value }) => current.includes(value) !== isOn);
  return (
    <FormDialog<Listing>
      title={`${isOn ? w.onList : w.offList}：${project.title}`}
      initial={{ on: today(), ...(options.length === 1 && { list: options[0]!.value as 'pilot' }) }}
      onSend={({ list, on, basis }) => (isOn ? calls.addToList : calls.removeFromList)({ id: project.id, list, on: on, basis })}
      onClose={onClose}
    >
      <Form.Item name="list" label={w.list} rules={[{ required: true, message: w.required }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="on" label={w.on} rules={[{ required: true, message: w.required }]}>
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="basis" label={w.basis} rules={[{ required: true, min: 2, message: w.required }]}>
        <Input maxLength={400} />
      </Form.Item>
    </FormDialog>
  );
}
