import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Checkbox, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf as options, Trouble } from '../../../../ui/desk.tsx';
import { clockTime, minuteOf } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof places>('places');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;
type Hours = Place['hours'];
type Rule = Hours['weekly'][number];

/** Opening hours: times of the week, holidays, make-up days, exceptions and school terms. */
export function HoursEditor({ place }: { place: Place }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [hours, setHours] = useState<Hours>(place.hours);
  const isLocked = !place.may.edit;
  const save = useMutation({
    mutationFn: () => calls.setHours({ id: place.id, revision: place.revision, hours }),
    onSuccess: async () => {
      void message.success(w.saved);
      await queries.invalidateQueries({ queryKey: ['places'] });
    },
  });
  const setRule = (index: number, change: Partial<Rule>) =>
    setHours({ ...hours, weekly: hours.weekly.map((rule, i) => (i === index ? { ...rule, ...change } : rule)) });
  return (
    <Card size="small" title={w.hours}>
      <p>{w.hoursNote}</p>
      <Checkbox disabled={isLocked} checked={hours.allDay} onChange={(event) => setHours({ ...hours, allDay: event.target.checked })}>
        {w.allDay}
      </Checkbox>
      {!hours.allDay &&
        hours.weekly.map((rule, i) => (
          <RuleRow
            key={i}
            rule={rule}
            isLocked={isLocked}
            onChange={(change) => setRule(i, change)}
            onRemove={() => setHours({ ...hours, weekly: hours.weekly.filter((_, j) => j !== i) })}
          />
        ))}
      {!hours.allDay && !isLocked && (
        <Button size="small" onClick={() => setHours({ ...hours, weekly: [...hours.weekly, { days: [1, 2, 3, 4, 5], from: 510, to: 1050 }] })}>
          + {w.fromTo}
        </Button>
      )}
      <Space wrap style={{ marginTop: 12 }}>
        <label>
          {w.onHoliday}{' '}
          <Select
            disabled={isLocked}
            aria-label={w.onHoliday}
            style={{ width: 130 }}
            value={hours.onHoliday}
            options={options(w.holidayKinds)}
            onChange={(onHoliday) => setHours({ ...hours, onHoliday })}
          />
        </label>
        <label>
          {w.onMakeUp}{' '}
          <Select
            disabled={isLocked}
            aria-label={w.onMakeUp}
            style={{ width: 130 }}
            value={hours.onMakeUpDay}
            options={options(w.makeUpKinds)}
            onChange={(onMakeUpDay) => setHours({ ...hours, onMakeUpDay })}
          />
        </label>
      </Space>
      <Exceptions hours={hours} isLocked={isLocked} onChange={setHours} />
      <Trouble error={save.error} />
      {!isLocked && (
        <Button type="primary" style={{ marginTop: 12 }} loading={save.isPending} onClick={() => save.mutate()}>
          {w.save}
        </Button>
      )}
    </Card>
  );
}

function RuleRow({ rule, isLocked, onChange, onRemove }: { rule: Rule; isLocked: boolean; onChange: (change: Partial<Rule>) => void; onRemove: () => void }) {
  const w = useWords(words);
  return (
    <Space wrap style={{ display: 'flex', margin: '8px 0' }}>
      <Checkbox.Group
        disabled={isLocked}
        value={rule.days}
        options={w.weekdays.map((label, i) => ({ label, value: i + 1 }))}
        onChange={(days) => onChange({ days: days as number[] })}
      />
      <Input
        disabled={isLocked}
        aria-label={`${w.fromTo} 1`}
        type="time"
        style={{ width: 120 }}
        value={clockTime(rule.from)}
        onChange={(event) => onChange({ from: minuteOf(event.target.value) })}
      />
      <Input
        disabled={isLocked}
        aria-label={`${w.fromTo} 2`}
        type="time"
        style={{ width: 120 }}
        value={clockTime(rule.to % 1440)}
        onChange={(event) => onChange({ to: minuteOf(event.target.value) || 1440 })}
      />
      <Select
        disabled={isLocked}
        aria-label={w.term.term}
        style={{ width: 110 }}
        value={rule.term ?? 'always'}
        options={options(w.term)}
        onChange={(term) => onChange({ term: term === 'always' ? undefined : (term as 'term') })}
      />
      {rule.season && (
        <span>
          {rule.season.from}–{rule.season.to}
        </span>
      )}
      {!isLocked && (
        <Button size="small" aria-label={w.remove} onClick={onRemove}>
          ×
        </Button>
      )}
    </Space>
  );
}

function Exceptions({ hours, isLocked, onChange }: { hours: Hours; isLocked: boolean; onChange: (hours: Hours) => void }) {
  const w = useWords(words);
  const [draft, setDraft] = useState({ from: '', to: '', note: '' });
  return (
    <>
      <h2 style={{ fontSize: '1em', margin: '12px 0 4px' }}>{w.exceptions}</h2>
      <ul style={{ paddingInlineStart: 18 }}>
        {hours.exceptions.map((entry, i) => (
          <li key={`${entry.from}${i}`}>
            {entry.from}–{entry.to}{' '}
            {entry.intervals.length === 0 ? w.closedThen : entry.intervals.map((part) => `${clockTime(part.from)}–${clockTime(part.to)}`).join('、')}{' '}
            {entry.note}{' '}
            {!isLocked && (
              <Button
                size="small"
                aria-label={`${w.remove} ${entry.from}`}
                onClick={() => onChange({ ...hours, exceptions: hours.exceptions.filter((_, j) => j !== i) })}
              >
                ×
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!isLocked && (
        <Space wrap>
          <Input
            aria-label={`${w.exceptions} 1`}
            type="date"
            style={{ width: 150 }}
            value={draft.from}
            onChange={(event) => setDraft({ ...draft, from: event.target.value })}
          />
          <Input
            aria-label={`${w.exceptions} 2`}
            type="date"
            style={{ width: 150 }}
            value={draft.to}
            onChange={(event) => setDraft({ ...draft, to: event.target.value })}
          />
          <Input
            aria-label={w.exceptionNote}
            placeholder={w.exceptionNote}
            style={{ width: 140 }}
            value={draft.note}
            onChange={(event) => setDraft({ ...draft, note: event.target.value })}
          />
          <Button
            size="small"
            disabled={!draft.from || !draft.to}
            onClick={() => {
              onChange({ ...hours, exceptions: [...hours.exceptions, { ...draft, intervals: [] }] });
              setDraft({ from: '', to: '', note: '' });
            }}
          >
            + {w.closedThen}
          </Button>
        </Space>
      )}
    </>
  );
}
