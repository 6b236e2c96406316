import { Tabs } from 'antd';
import { useDesk } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import { Give } from './Give.tsx';
import { Goods } from './Goods.tsx';
import { HandOut } from './HandOut.tsx';
import { Settle } from './Settle.tsx';
import { words } from './words.ts';

/** Points at work: given, handed out, put on the shelf, settled; each role sees what it does. */
export function PointsPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const is = (...wanted: string[]) => roles.some((role) => wanted.includes(role));
  const officials = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial'];
  const tabs = [
    ...(is(...officials, 'operator', 'communityWorker') ? [{ key: 'handOut', label: w.handOut, children: <HandOut /> }] : []),
    ...(is(...officials, 'communityWorker') ? [{ key: 'give', label: w.give, children: <Give /> }] : []),
    { key: 'goods', label: w.goods, children: <Goods /> },
    ...(is('districtOfficial', 'auditor') ? [{ key: 'settle', label: w.settle, children: <Settle /> }] : []),
  ];
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs items={tabs} />
    </>
  );
}
