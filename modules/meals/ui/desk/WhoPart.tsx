import { Form, Input, Segmented } from 'antd';
import { api } from '../../../../platform/client.ts';
import { optionsOf } from '../../../../ui/desk.tsx';
import { FindPerson } from '../../../../ui/FindPerson.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../../people/contract.ts';
import { words } from './words.ts';

const peopleCalls = api<typeof people>('people');
type Kind = 'card' | 'code' | 'person' | 'nobody';
export type Who = { kind: Kind; card: string; code: string; personId: string | null };
export const unknown: Who = { kind: 'card', card: '', code: '', personId: null };

/** Whom the till asks about; null where nobody is identified, undefined where that is not entered yet. */
export function whoOf({ kind, card, code, personId }: Who) {
  if (kind === 'nobody') return null;
  if (kind === 'card') return /^\d{8,20}$/.test(card) ? { card } : undefined;
  if (kind === 'code') return code.length >= 20 ? { code } : undefined;
  return personId ? { personId } : undefined;
}

/** How the customer is known: a card reader and a scanner both type into the field. */
export function WhoPart({ who, areaCode, onChange }: { who: Who; areaCode: string; onChange: (part: Partial<Who>) => void }) {
  const w = useWords(words);
  const { kind } = who;
  return (
    <>
      <Form.Item label={w.who}>
        <Segmented<Kind>
          aria-label={w.who}
          value={kind}
          onChange={(picked) => onChange({ kind: picked })}
          options={optionsOf(w.whoKinds) as { value: Kind; label: string }[]}
        />
      </Form.Item>
      {(kind === 'card' || kind === 'code') && (
        <Form.Item label={w[kind]}>
          <Input
            aria-label={w[kind]}
            autoFocus
            inputMode={kind === 'card' ? 'numeric' : 'text'}
            maxLength={200}
            value={who[kind]}
            onChange={(event) => onChange({ [kind]: event.target.value.trim() })}
          />
        </Form.Item>
      )}
      {kind === 'person' && (
        <FindPerson find={(text) => peopleCalls.findPeople({ areaCode, ...text })} value={who.personId} onPick={(personId) => onChange({ personId })} />
      )}
    </>
  );
}
