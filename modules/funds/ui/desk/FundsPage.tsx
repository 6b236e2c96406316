import { Tabs } from 'antd';
import { useDesk } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import { Book } from './Book.tsx';
import { Funds } from './Funds.tsx';
import { Space } from './Space.tsx';
import { words } from './words.ts';

/** Funds, space for services, and whether complexes pay their way. */
export function FundsPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const isOfficial = roles.some((role) => role === 'districtOfficial' || role === 'subdistrictOfficial' || role === 'auditor');
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        items={[
          ...(isOfficial ? [{ key: 'funds', label: w.funds, children: <Funds /> }] : []),
          { key: 'space', label: w.space, children: <Space /> },
          { key: 'book', label: w.book, children: <Book /> },
        ]}
      />
    </>
  );
}
