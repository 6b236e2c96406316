import { Button, Form, Input, InputNumber, Select, Space, Switch } from 'antd';
import type { ReactNode } from 'react';
import { optionsOf } from '../../../../../ui/desk.tsx';
import { useWords } from '../../../../../ui/preferences.ts';
import type { Draft, Offering } from './draft.ts';
import { words } from './words.ts';

type Name = (string | number)[];

function NumberField({ name, label, min = 0, max = 10_000, optional = false }: { name: Name; label: string; min?: number; max?: number; optional?: boolean }) {
  const w = useWords(words);
  return (
    <Form.Item name={name} label={label} rules={optional ? [] : [{ required: true, message: w.needed }]}>
      <InputNumber min={min} max={max} />
    </Form.Item>
  );
}

function ChoiceField({ name, label, options, mode }: { name: Name; label: string; options: Record<string, string>; mode?: 'multiple' }) {
  const numbers = Object.keys(options).every((key) => /^\d+$/.test(key));
  return (
    <Form.Item name={name} label={label}>
      <Select
        {...(mode && { mode })}
        style={{ minWidth: 130 }}
        options={optionsOf(options).map(({ value, label: text }) => ({ value: numbers ? Number(value) : value, label: text }))}
      />
    </Form.Item>
  );
}

function SwitchField({ name, label, children }: { name: string; label: string; children?: ReactNode }) {
  const isOn = Form.useWatch<boolean>(name) as boolean | undefined;
  return (
    <>
      <Form.Item name={name} label={label} valuePropName="checked">
        <Switch />
      </Form.Item>
      {isOn && children}
    </>
  );
}

/** Rows of fields that can be added and taken away. */
function Rows({ name, title, blank, children }: { name: keyof Draft; title: string; blank: object; children: (row: number) => ReactNode }) {
  const w = useWords(words);
  return (
    <Form.List name={name as string}>
      {(rows, { add, remove }) => (
        <fieldset className="check">
          <legend>{title}</legend>
          {rows.map((row, i) => (
            <Space key={row.key} wrap align="end">
              {children(row.name)}
              <Form.Item>
                <Button onClick={() => remove(row.name)} aria-label={w.removeRow(i + 1)}>
                  {w.remove}
                </Button>
              </Form.Item>
            </Space>
          ))}
          <Button onClick={() => add(blank)} style={{ justifySelf: 'start' }}>
            {w.addRow}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

/** When it is there, and how a time is chosen. */
export function TimeFields({ kind }: { kind: Offering['kind'] }) {
  const w = useWords(words);
  const slot = (field: keyof Draft['slot'], min: number, max: number) => <NumberField name={['slot', field]} label={w.slot[field]} min={min} max={max} />;
  return (
    <>
      <h3>{w.times}</h3>
      <Space wrap>
        {kind !== 'session' && (
          <>
            {slot('shortestMinutes', 5, 10_080)}
            {slot('longestMinutes', 5, 10_080)}
            {slot('stepMinutes', 5, 1440)}
            {slot('gridMinutes', 5, 1440)}
            {slot('beforeMinutes', 0, 240)}
            {slot('afterMinutes', 0, 240)}
          </>
        )}
        <NumberField name={['noticeMinutes']} label={w.noticeMinutes} max={86_400} />
        <NumberField name={['horizonDays']} label={w.horizonDays} max={366} />
        <NumberField name={['cancelMinutes']} label={w.cancelMinutes} max={86_400} />
      </Space>
      {kind !== 'session' && (
        <Rows name="hours" title={w.hours} blank={{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }}>
          {(row) => (
            <>
              <ChoiceField name={[row, 'days']} label={w.days} options={w.weekdays} mode="multiple" />
              <Form.Item name={[row, 'from']} label={w.from}>
                <Input type="time" />
              </Form.Item>
              <Form.Item name={[row, 'to']} label={w.to}>
                <Input type="time" />
              </Form.Item>
            </>
          )}
        </Rows>
      )}
    </>
  );
}

/** Who may book. A condition that says more than an age is shown as that, and kept. */
export function WhoFields({ isPlain }: { isPlain: boolean }) {
  const w = useWords(words);
  return (
    <>
      <h3>{w.who}</h3>
      {!isPlain && <p>{w.otherCondition}</p>}
      <Space wrap>
        {isPlain && <NumberField name={['ageFrom']} label={w.ageFrom} max={120} optional />}
        {isPlain && <NumberField name={['ageTo']} label={w.ageTo} max={120} optional />}
        <NumberField name={['guardianBelow']} label={w.guardianBelow} min={1} max={18} optional />
      </Space>
      <SwitchField name="approval" label={w.approval} />
    </>
  );
}

export function LimitFields() {
  const w = useWords(words);
  return (
    <>
      <h3>{w.limitsTitle}</h3>
      <Space wrap>
        <NumberField name={['places', 'least']} label={w.least} min={1} max={1000} />
        <NumberField name={['places', 'most']} label={w.most} min={1} max={1000} />
      </Space>
      <Rows name="limits" title={w.limits} blank={{ what: 'bookings', most: 2, per: 'week' }}>
        {(row) => (
          <>
            <NumberField name={[row, 'most']} label={w.atMost} min={1} max={100_000} />
            <ChoiceField name={[row, 'what']} label={w.what} options={w.whats} />
            <ChoiceField name={[row, 'per']} label={w.per} options={w.pers} />
          </>
        )}
      </Rows>
      <Rows name="needs" title={w.needs} blank={{ skill: '', count: 1 }}>
        {(row) => (
          <>
            <Form.Item name={[row, 'skill']} label={w.skill} rules={[{ required: true, message: w.needed }]}>
              <Input maxLength={40} />
            </Form.Item>
            <NumberField name={[row, 'count']} label={w.howMany} min={1} max={50} />
          </>
        )}
      </Rows>
    </>
  );
}

export function MoneyFields() {
  const w = useWords(words);
  const isFree = (Form.useWatch(['price', 'class']) as string | undefined) === 'free';
  return (
    <>
      <h3>{w.money}</h3>
      <Space wrap>
        <ChoiceField name={['price', 'class']} label={w.price} options={w.classes} />
        {!isFree && <NumberField name={['price', 'yuan']} label={w.yuan} min={0.01} max={100_000} />}
        {!isFree && <ChoiceField name={['price', 'per']} label={w.priceFor} options={w.pricePers} />}
        <NumberField name={['depositYuan']} label={w.deposit} max={100_000} />
      </Space>
      {!isFree && <SwitchField name="freeOnRequest" label={w.freeOnRequest} />}
    </>
  );
}

/** Waiting, checking in, and what an absence costs. */
export function VisitFields() {
  const w = useWords(words);
  return (
    <>
      <h3>{w.visit}</h3>
      <SwitchField name="waits" label={w.waits}>
        <Space wrap>
          <NumberField name={['waiting', 'offerMinutes']} label={w.offerMinutes} min={5} max={20_160} />
          <ChoiceField name={['waiting', 'first']} label={w.first} options={w.groups} mode="multiple" />
        </Space>
      </SwitchField>
      <SwitchField name="checksIn" label={w.checksIn}>
        <Space wrap>
          <NumberField name={['checkIn', 'opensMinutes']} label={w.opensMinutes} min={5} max={240} />
          <NumberField name={['checkIn', 'releaseMinutes']} label={w.releaseMinutes} min={5} max={240} optional />
        </Space>
      </SwitchField>
      <Rows name="absence" title={w.absence} blank={{ times: 3, withinDays: 90, pauseDays: 30 }}>
        {(row) => (
          <>
            <NumberField name={[row, 'times']} label={w.timesMissed} min={1} max={50} />
            <NumberField name={[row, 'withinDays']} label={w.withinDays} min={1} max={366} />
            <NumberField name={[row, 'pauseDays']} label={w.pauseDays} min={1} max={366} />
          </>
        )}
      </Rows>
    </>
  );
}
