import { Tabs } from 'antd';
import { useWords } from '../../../../ui/preferences.ts';
import { ProjectsTab } from './ProjectsTab.tsx';
import { SpacesTab } from './SpacesTab.tsx';
import { TargetsTab } from './TargetsTab.tsx';
import { words } from './words.ts';

/** Spaces, projects and targets of the district. */
export function ProgrammePage() {
  const w = useWords(words);
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        items={[
          { key: 'projects', label: w.projects, children: <ProjectsTab /> },
          { key: 'spaces', label: w.spaces, children: <SpacesTab /> },
          { key: 'targets', label: w.targets, children: <TargetsTab /> },
        ]}
      />
    </>
  );
}
