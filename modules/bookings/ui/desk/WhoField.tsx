import { Checkbox, Form, Input, Segmented } from 'antd';
import { api } from '../../../../platform/client.ts';
import { optionsOf, useMyArea } from '../../../../ui/desk.tsx';
import { FindPerson } from '../../../../ui/FindPerson.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../../people/contract.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');
type Kind = 'guest' | 'onRecord';
export type Who = { kind: Kind; name: string; phone: string; personId: string | null; guardianAgrees: boolean };
export const nobody: Who = { kind: 'guest', name: '', phone: '', personId: null, guardianAgrees: false };
export const isNamed = ({ kind, name, personId }: Who) => (kind === 'guest' ? name.trim().length > 0 : personId !== null);

/** Whom it is for, as the house takes it. */
export const whomOf = ({ kind, name, phone, personId, guardianAgrees }: Who) =>
  kind === 'guest' ? { guest: { name: name.trim(), ...(phone.trim() && { phone: phone.trim() }) } } : { personId: personId!, guardianAgrees };

/** A guest by name, or somebody on record: then age, residence and reductions are known. */
export function WhoField({ who, onChange }: { who: Who; onChange: (who: Who) => void }) {
  const w = useWords(words);
  const areaCode = useMyArea();
  const change = (part: Partial<Who>) => onChange({ ...who, ...part });
  return (
    <>
      <Form.Item label={w.forWhom}>
        <Segmented<Kind>
          aria-label={w.forWhom}
          value={who.kind}
          onChange={(kind) => change({ kind })}
          options={optionsOf(w.whoKinds) as { value: Kind; label: string }[]}
        />
      </Form.Item>
      {who.kind === 'guest' ? (
        <>
          <Form.Item label={w.guest}>
            <Input aria-label={w.guest} maxLength={40} value={who.name} onChange={(event) => change({ name: event.target.value })} />
          </Form.Item>
          <Form.Item label={w.phone}>
            <Input aria-label={w.phone} maxLength={20} value={who.phone} onChange={(event) => change({ phone: event.target.value })} />
          </Form.Item>
        </>
      ) : (
        <>
          <FindPerson find={(asked) => calls.findPeople({ areaCode, ...asked })} value={who.personId} onPick={(personId) => change({ personId })} />
          <Form.Item>
            <Checkbox checked={who.guardianAgrees} onChange={(event) => change({ guardianAgrees: event.target.checked })}>
              {w.guardianAgrees}
            </Checkbox>
          </Form.Item>
        </>
      )}
    </>
  );
}
