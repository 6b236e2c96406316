import { useMutation } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Trouble } from './desk.tsx';
import { useWords } from './preferences.ts';

export type Found = { id: string; name: string; ageBand: string; phone: string | null };
type Asked = { name?: string; phone?: string };

const words = {
  zh: { find: '姓名或手机号（完整）', now: '查找', who: '选择居民', nobody: '没有找到，请核对，或先登记居民。' },
  en: { find: 'Whole name or phone', now: 'Find', who: 'Resident', nobody: 'Nobody is found; check it, or register the resident first.' },
};

/** Somebody on record, found by the whole name or the phone: there is no list of people to look through. */
export function FindPerson({ find, value, onPick }: { find: (asked: Asked) => Promise<Found[]>; value: string | null; onPick: (id: string) => void }) {
  const w = useWords(words);
  const [text, setText] = useState('');
  const search = useMutation({ mutationFn: () => find(/^\d{5,}$/.test(text.trim()) ? { phone: text.trim() } : { name: text.trim() }) });
  return (
    <>
      <Form.Item label={w.find}>
        <Input.Search
          aria-label={w.find}
          enterButton={w.now}
          value={text}
          loading={search.isPending}
          onChange={(event) => setText(event.target.value)}
          onSearch={() => text.trim() && search.mutate()}
        />
      </Form.Item>
      <Trouble error={search.error} />
      {search.data?.length === 0 && <p>{w.nobody}</p>}
      {search.data !== undefined && search.data.length > 0 && (
        <Form.Item label={w.who}>
          <Select
            aria-label={w.who}
            value={value}
            onChange={onPick}
            options={search.data.map(({ id, name, ageBand, phone }) => ({ value: id, label: `${name} · ${ageBand} · ${phone ?? ''}` }))}
          />
        </Form.Item>
      )}
    </>
  );
}
