import { Tabs } from 'antd';
import { useDesk } from '../../../ui/desk.tsx';
import { useWords } from '../../../ui/preferences.ts';
import { NeedsTab } from './NeedsTab.tsx';
import { ProjectsTab } from './ProjectsTab.tsx';
import { SuggestedTab } from './SuggestedTab.tsx';
import { words } from './words.ts';

/** Needs, what there is for them, and projects. */
export function NeedsPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const mayWrite = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'].includes(role));
  const mayDecide = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial'].includes(role));
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'needs', label: w.needs, children: <NeedsTab mayWrite={mayWrite} mayDecide={mayDecide} /> },
          ...(mayWrite ? [{ key: 'suggested', label: w.suggested, children: <SuggestedTab /> }] : []),
          { key: 'projects', label: w.projects, children: <ProjectsTab mayDecide={mayDecide} /> },
        ]}
      />
    </>
  );
}
