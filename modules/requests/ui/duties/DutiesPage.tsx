import { Tabs } from 'antd';
import { useDesk } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import { ChangesTab } from './ChangesTab.tsx';
import { LearningTab } from './LearningTab.tsx';
import { ListTab } from './ListTab.tsx';
import { OutsideTab } from './OutsideTab.tsx';
import { words } from './words.ts';

/** Whose duty what is where, how that changes, which systems send requests, and what was learned from those that are decided. */
export function DutiesPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const isDistrict = roles.includes('districtOfficial');
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'list', label: w.list, children: <ListTab mayEdit={isDistrict} /> },
          { key: 'changes', label: w.changes, children: <ChangesTab mayDecide={isDistrict} /> },
          { key: 'learning', label: w.learning, children: <LearningTab mayTrain={isDistrict} /> },
          ...(isDistrict ? [{ key: 'outside', label: w.outside, children: <OutsideTab /> }] : []),
        ]}
      />
    </>
  );
}
