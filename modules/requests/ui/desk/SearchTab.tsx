import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { useNames } from '../../../cases/ui/calls.ts';
import { calls } from '../calls.ts';
import { words } from './words.ts';

/** Requests by the characters in them. */
export function SearchTab({ onChoose }: { onChoose: (id: string) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useNames();
  const [text, setText] = useState('');
  const found = useQuery({ queryKey: ['requests', 'search', text], queryFn: () => calls.searchRequests({ text }), enabled: text.length >= 2 });
  return (
    <div style={{ minWidth: 0 }}>
      <Input.Search
        aria-label={w.searchFor}
        placeholder={w.searchFor}
        enterButton
        maxLength={60}
        loading={found.isFetching}
        onSearch={(value) => setText(value.trim())}
      />
      <Trouble error={found.error} />
      {found.data?.found.length === 0 && <Empty description={w.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
      <ul style={{ listStyle: 'none', padding: 0 }}>
        {found.data?.found.map((one) => (
          <li key={one.id} style={{ margin: '10px 0' }}>
            <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => onChoose(one.id)}>
              {one.title} · {one.number}
            </Button>{' '}
            <Tag>{nameOf('request', 'states', one.state, language)}</Tag>
            {moment(one.receivedAt, language)}
            <div>{one.words}</div>
          </li>
        ))}
      </ul>
      {found.data?.more && <p>{w.more}</p>}
    </div>
  );
}
