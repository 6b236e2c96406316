import { Button, InputNumber, Select, Space } from 'antd';
import type { Condition } from '../../../../engines/rules/document.ts';
import { optionsOf } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { Rules } from '../calculator.ts';
import { ClauseRow } from './ClauseRow.tsx';
import { clauseOf, conditionOf, type Group, groupCondition, groupOf } from './clause.ts';
import { words } from './words.ts';

type Props = { condition: Condition; rules: Rules; onChange: (condition: Condition) => void; onRemove?: (() => void) | undefined };

/** What is kept of a clause when its content changes: its source and whether it is only advised. Its words would now say something else. */
const kept = ({ basis, isSoft }: Condition) => ({ ...(basis !== undefined && { basis }), ...(isSoft !== undefined && { isSoft }) });

/** Conditions as rows and groups; what the form has no row for stays as it is. */
export function ConditionForm({ condition, rules, onChange, onRemove }: Props) {
  const w = useWords(words);
  const group = groupOf(condition);
  if (group)
    return <GroupForm group={group} rules={rules} onChange={(next) => onChange({ ...groupCondition(next), ...kept(condition) })} onRemove={onRemove} />;
  const clause = clauseOf(condition);
  if (clause)
    return <ClauseRow clause={clause} rules={rules} onChange={(next) => onChange({ ...conditionOf(next), ...kept(condition) })} onRemove={onRemove} />;
  return (
    <Space wrap className="clause">
      <code>{JSON.stringify(condition).slice(0, 120)}</code>
      <small>{w.unshown}</small>
      {onRemove && (
        <Button size="small" aria-label={w.remove} onClick={onRemove}>
          ✕
        </Button>
      )}
    </Space>
  );
}

type GroupProps = { group: Group; rules: Rules; onChange: (group: Group) => void; onRemove?: (() => void) | undefined };

function GroupForm({ group, rules, onChange, onRemove }: GroupProps) {
  const w = useWords(words);
  const put = (of: Condition[]) => onChange({ ...group, of });
  const replace = (at: number, part: Condition | null) => put(group.of.flatMap((old, i) => (i === at ? (part ? [part] : []) : [old])));
  return (
    <fieldset className="clauses">
      <legend>
        <Space wrap size={4}>
          <Select<Group['kind']>
            aria-label={w.conditions}
            style={{ width: 210 }}
            value={group.kind}
            options={optionsOf(w.groups) as never}
            onChange={(kind) => onChange({ ...group, kind })}
          />
          {group.kind === 'atLeast' && (
            <InputNumber
              aria-label={w.atLeast}
              min={1}
              max={group.of.length}
              value={group.count}
              onChange={(count) => onChange({ ...group, count: Number(count ?? 1) })}
            />
          )}
          {onRemove && (
            <Button size="small" aria-label={w.removeGroup} onClick={onRemove}>
              ✕
            </Button>
          )}
        </Space>
      </legend>
      {group.of.map((part, i) => (
        // Clauses have no name of their own; their place is what they are known by.
        <ConditionForm
          key={i}
          condition={part}
          rules={rules}
          onChange={(next) => replace(i, next)}
          onRemove={group.of.length > 1 ? () => replace(i, null) : undefined}
        />
      ))}
      <Space wrap>
        <Button size="small" onClick={() => put([...group.of, { field: 'isLocal', op: '=', value: true }])}>
          {w.addClause}
        </Button>
        <Button size="small" onClick={() => put([...group.of, { any: [{ field: 'isLocal', op: '=', value: true }] }])}>
          {w.addGroup}
        </Button>
      </Space>
    </fieldset>
  );
}
