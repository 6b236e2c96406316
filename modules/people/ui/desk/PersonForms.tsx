import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import type { people } from '../../contract.ts';
import { useSegmentNames } from './segments.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');
const areaCalls = api<typeof areas>('areas');
type Person = Awaited<ReturnType<typeof calls.getPerson>>;
const filled = <T extends object>(fields: T) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as T;

/** The communities that the reader works in, as options. */
export function useCommunityOptions() {
  const within = useMyArea();
  const { data } = useQuery({ queryKey: ['areas', 'list', within], queryFn: () => areaCalls.listAreas({ within }) });
  return (data ?? []).filter((area) => area.level === 'community').map((area) => ({ value: area.code, label: `${area.name} ${area.code}` }));
}

type FormProps<F extends object> = { label: string; initial?: Partial<F>; send: (fields: F) => Promise<unknown>; id: string; children: ReactNode };

/** A button that opens a small form about one person; what was sent shows in the drawer behind it. */
function FormButton<F extends object>({ label, initial, send, id, children }: FormProps<F>) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['people', 'person', id] }), queries.invalidateQueries({ queryKey: ['people', 'list'] })]);
      setOpen(false);
    },
  });
  return (
    <>
      <Button size="small" style={{ marginTop: 6 }} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && (
        <Modal open title={label} footer={null} onCancel={() => setOpen(false)}>
          <Form<F> layout="vertical" autoComplete="off" initialValues={initial} onFinish={(fields) => save.mutate(filled(fields))}>
            {children}
            <Trouble error={save.error} />
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {w.save}
            </Button>
          </Form>
        </Modal>
      )}
    </>
  );
}

type Changes = { areaCode?: string; phone?: string; address?: string; deceasedOn?: string; noPhone?: boolean; isAlive?: boolean };

export function ChangePerson({ person }: { person: Person }) {
  const w = useWords(words);
  const communities = useCommunityOptions();
  const [before] = useState(person.areaCode);
  return (
    <p>
      <FormButton<Changes>
        label={w.change}
        id={person.id}
        send={({ noPhone, isAlive, ...fields }) =>
          calls.updatePerson({
            ...fields,
            id: person.id,
            ...(fields.areaCode === before && { areaCode: undefined }),
            ...(noPhone && { phone: null }),
            ...(isAlive && { deceasedOn: null }),
          })
        }
        initial={{ areaCode: before }}
      >
        <p>{w.changeNote}</p>
        <Form.Item name="phone" label={w.newPhone} rules={[{ pattern: /^1[3-9]\d{9}$/, message: w.wrongPhone }]}>
          <Input inputMode="tel" />
        </Form.Item>
        {person.phone !== null && (
          <Form.Item name="noPhone" valuePropName="checked">
            <Checkbox>{w.noPhone}</Checkbox>
          </Form.Item>
        )}
        <Form.Item name="address" label={w.newAddress} rules={[{ min: 3 }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="areaCode" label={w.community}>
          <Select showSearch optionFilterProp="label" options={communities} />
        </Form.Item>
        <Form.Item name="deceasedOn" label={w.deceasedOn}>
          <Input type="date" max={today()} />
        </Form.Item>
        {person.deceasedOn !== null && (
          <Form.Item name="isAlive" valuePropName="checked">
            <Checkbox>{w.isAlive}</Checkbox>
          </Form.Item>
        )}
      </FormButton>
    </p>
  );
}

type NewFact = { segment: string; sourceDepartment: string; sourceReference?: string; validFrom: string; validTo?: string };

export function AddFact({ id }: { id: string }) {
  const w = useWords(words);
  const { segments, nameOf } = useSegmentNames();
  const required = [{ required: true, message: w.required }];
  return (
    <FormButton<NewFact> label={w.addFact} id={id} initial={{ validFrom: today() }} send={(fields) => calls.recordFact({ ...fields, id })}>
      <Form.Item name="segment" label={w.segment} rules={required}>
        <Select options={segments.map((entry) => ({ value: entry.code, label: nameOf(entry.code) }))} />
      </Form.Item>
      <Form.Item name="sourceDepartment" label={w.sourceDepartment} rules={[...required, { min: 2 }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="sourceReference" label={w.sourceReference}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="validFrom" label={w.from} rules={required}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="validTo" label={w.until}>
        <Input type="date" />
      </Form.Item>
    </FormButton>
  );
}

type NewGuardian = { guardianId: string; relation: string; validFrom: string };

/** A search inside a form: Enter searches and does not send the form, and a new search forgets who was chosen before. */
function GuardianSearch({ isSearching, onSearch }: { isSearching: boolean; onSearch: (text: string) => void }) {
  const form = Form.useFormInstance<NewGuardian>();
  return (
    <Input.Search
      id="guardian-number"
      autoComplete="off"
      loading={isSearching}
      onPressEnter={(event) => event.preventDefault()}
      onSearch={(text) => {
        form.resetFields(['guardianId']);
        if (text.trim()) onSearch(text.trim());
      }}
    />
  );
}

export function AddGuardian({ person }: { person: Person }) {
  const w = useWords(words);
  const areaCode = useMyArea();
  const [options, setOptions] = useState<{ value: string; label: string }[]>([]);
  const find = useMutation({
    mutationFn: (identityNumber: string) => calls.findPeople({ areaCode, identityNumber }),
    onSuccess: (found) =>
      setOptions(found.filter((entry) => entry.id !== person.id).map((entry) => ({ value: entry.id, label: `${entry.name} ${entry.identityNumber ?? ''}` }))),
  });
  const required = [{ required: true, message: w.required }];
  return (
    <FormButton<NewGuardian>
      label={w.addGuardian}
      id={person.id}
      initial={{ validFrom: today() }}
      send={(fields) => calls.addGuardian({ ...fields, id: person.id })}
    >
      <Form.Item label={w.guardianNumber} htmlFor="guardian-number">
        <GuardianSearch isSearching={find.isPending} onSearch={(text) => find.mutate(text)} />
      </Form.Item>
      <Trouble error={find.error} />
      {find.data && options.length === 0 && <p role="status">{w.nobodyFound}</p>}
      <Form.Item name="guardianId" label={w.guardian} rules={required}>
        <Select options={options} placeholder={w.findFirst} />
      </Form.Item>
      <Form.Item name="relation" label={w.relation} rules={required}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="validFrom" label={w.from} rules={required}>
        <Input type="date" />
      </Form.Item>
    </FormButton>
  );
}
