import { Alert, Button, Form, Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { FindPerson } from '../../../../ui/FindPerson.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../../people/contract.ts';
import { calls, useVolunteerCall } from './calls.ts';
import { words } from './words.ts';

const peopleCalls = api<typeof people>('people');
type CountsAs = 'record' | 'coins' | 'points';

/** Registers somebody on record at the counter. */
export function Register({ areaCode }: { areaCode: string }) {
  const w = useWords(words);
  const [personId, setPerson] = useState<string | null>(null);
  const [skills, setSkills] = useState<string[]>([]);
  const [countsAs, setCountsAs] = useState<CountsAs>('coins');
  const add = useVolunteerCall(() => calls.registerForResident({ personId: personId!, skills, countsAs }));
  return (
    <Form layout="vertical" style={{ maxWidth: 520 }} onFinish={() => add.mutate(undefined)}>
      <FindPerson
        find={(asked) => peopleCalls.findPeople({ areaCode, ...asked })}
        value={personId}
        onPick={(id) => {
          setPerson(id);
          add.reset();
        }}
      />
      <Form.Item label={w.skills}>
        <Select aria-label={w.skills} mode="tags" value={skills} onChange={setSkills} />
      </Form.Item>
      <Form.Item label={w.countsAs}>
        <Segmented<CountsAs>
          aria-label={w.countsAs}
          value={countsAs}
          onChange={setCountsAs}
          options={optionsOf(w.countsAsNames) as { value: CountsAs; label: string }[]}
        />
      </Form.Item>
      <Trouble error={add.error} />
      {add.data && <Alert type="success" showIcon title={w.registered(add.data.number)} style={{ marginBottom: 12 }} />}
      <Button type="primary" htmlType="submit" disabled={personId === null} loading={add.isPending}>
        {w.register}
      </Button>
    </Form>
  );
}
