import { Alert, Form, Input, Radio, Tag } from 'antd';
import { api } from '../../../../platform/client.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { planning } from '../../contract.ts';
import checklist from '../../data/site-checklist.json' with { type: 'json' };
import { type Project, stages } from './ProjectsTab.tsx';
import { FormDialog } from './parts.tsx';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
const { items } = checklist;
type Checks = NonNullable<Parameters<typeof calls.updateProject>[0]['checks']>;
type Item = (typeof items)[number];

const useItemName = () => {
  const { language } = usePreferences();
  return (item: Item) => (language === 'zh' ? item.name : item.nameEn);
};

/** The checklist of site and design, item by item; what nobody looked at stays open. */
export function ChecksDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const w = useWords(words);
  const nameOf = useItemName();
  return (
    <FormDialog<{ checks: Checks }>
      title={`${w.checks}：${project.title}`}
      initial={{ checks: project.checks as Checks }}
      onSend={({ checks }) => {
        const answered = Object.fromEntries(Object.entries(checks).filter(([, check]) => check?.answer)) as Checks;
        return calls.updateProject({ id: project.id, revision: project.revision, checks: answered });
      }}
      onClose={onClose}
    >
      {items.map((item) => (
        <fieldset key={item.code} className="check">
          <legend>
            {nameOf(item)} {!item.isMust && <Tag>{w.advised}</Tag>}
          </legend>
          <small>
            {w.stages[item.stage as 'site']} · {item.source}
          </small>
          <Form.Item name={['checks', item.code, 'answer']} noStyle>
            <Radio.Group aria-label={nameOf(item)} options={(['yes', 'no', 'unclear'] as const).map((value) => ({ value, label: w.answers[value] }))} />
          </Form.Item>
          <Form.Item name={['checks', item.code, 'note']} noStyle>
            <Input aria-label={`${w.note}：${nameOf(item)}`} placeholder={w.note} maxLength={200} />
          </Form.Item>
        </fieldset>
      ))}
    </FormDialog>
  );
}

/** What was found so far, and what is against it. */
export function ChecksSummary({ project }: { project: Project }) {
  const w = useWords(words);
  const nameOf = useItemName();
  const { checks } = project;
  const answered = items.filter(({ code }) => checks[code]);
  const against = answered.filter(({ code }) => checks[code]!.answer !== 'yes');
  return (
    <>
      <strong>{w.checks}</strong> {w.checked(answered.length, items.length)}
      <ul>
        {against.map((item) => (
          <li key={item.code}>
            {nameOf(item)}：{w.answers[checks[item.code]!.answer]}
            {checks[item.code]!.note && `（${checks[item.code]!.note}）`}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Before a stage is passed: what its checklist asks for and nobody has found to be so. It warns; people decide. */
export function OpenChecks({ project }: { project: Project }) {
  const w = useWords(words);
  const nameOf = useItemName();
  const due = items.filter(({ stage, isMust }) => isMust && stages.indexOf(stage as 'site') <= stages.indexOf(project.stage));
  const open = due.filter(({ code }) => project.checks[code]?.answer !== 'yes');
  if (open.length === 0) return null;
  return <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={w.openChecks(open.length)} description={open.map(nameOf).join('；')} />;
}
