import { Tabs } from 'antd';
import { useWords } from '../../../../ui/preferences.ts';
import { ApplicationsTab } from './ApplicationsTab.tsx';
import { AuthorisationsTab } from './AuthorisationsTab.tsx';
import { FindingsTab } from './FindingsTab.tsx';
import { words } from './words.ts';

/** Who may be missing a benefit, what is to be verified, who applied, and what allows any of it to be looked at. */
export function FindingsPage() {
  const w = useWords(words);
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'outreach', label: w.outreach, children: <FindingsTab list="outreach" /> },
          { key: 'verify', label: w.verify, children: <FindingsTab list="verify" /> },
          { key: 'applications', label: w.applications, children: <ApplicationsTab /> },
          { key: 'authorisations', label: w.authorisations, children: <AuthorisationsTab /> },
        ]}
      />
    </>
  );
}
