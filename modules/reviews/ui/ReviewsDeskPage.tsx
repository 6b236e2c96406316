import { Tabs } from 'antd';
import { useDesk } from '../../../ui/desk.tsx';
import { useWords } from '../../../ui/preferences.ts';
import { BadTab } from './BadTab.tsx';
import { deskWords } from './desk-words.ts';
import { FiguresTab } from './FiguresTab.tsx';
import { GiveTab } from './GiveTab.tsx';

/** Codes to hand out, bad reviews to put right, and what was rated. */
export function ReviewsDeskPage() {
  const w = useWords(deskWords);
  const { roles } = useDesk();
  const mayGive = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'].includes(role));
  const mayFollow = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'cityOfficial', 'auditor'].includes(role));
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'figures', label: w.figures, children: <FiguresTab /> },
          ...(mayGive ? [{ key: 'give', label: w.give, children: <GiveTab /> }] : []),
          ...(mayFollow ? [{ key: 'bad', label: w.bad, children: <BadTab /> }] : []),
        ]}
      />
    </>
  );
}
