import { Tabs } from 'antd';
import { useState } from 'react';
import { useDesk } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import { CasePanel } from '../../../cases/ui/CasePanel.tsx';
import type { CaseRow } from '../../../cases/ui/calls.ts';
import { QueueTable } from '../../../cases/ui/QueueTable.tsx';
import { words as caseWords } from '../../../cases/ui/words.ts';
import { Reported } from '../../../visits/ui/Reported.tsx';
import { MapTab } from './MapTab.tsx';
import { RequestParts } from './RequestParts.tsx';
import { SearchTab } from './SearchTab.tsx';
import { TakeTab } from './TakeTab.tsx';
import { words } from './words.ts';

/** Everything that waits for somebody at the desk: the queue beside the case at work, taking requests, finding them. */
export function RequestsDeskPage() {
  const w = useWords(words);
  const c = useWords(caseWords);
  const { roles } = useDesk();
  const [chosen, setChosen] = useState<Pick<CaseRow, 'id' | 'kind'> | null>(null);
  const mayTake = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'].includes(role));
  const maySearch = mayTake || roles.some((role) => ['cityOfficial', 'auditor'].includes(role));
  const panel = chosen ? (
    <CasePanel key={chosen.id} id={chosen.id}>
      {(detail) =>
        detail.kind === 'request' ? (
          <RequestParts detail={detail} />
        ) : detail.parts.length > 0 && ['gridEvent', 'verification'].includes(detail.kind) ? (
          <Reported id={detail.id} />
        ) : null
      }
    </CasePanel>
  ) : (
    <p>{c.choose}</p>
  );
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Tabs
        destroyOnHidden
        items={[
          {
            key: 'queue',
            label: w.queue,
            children: (
              <div className="desk-grid wide">
                <div style={{ minWidth: 0 }}>
                  <QueueTable chosen={chosen?.id ?? null} onChoose={setChosen} />
                </div>
                <div style={{ minWidth: 0 }}>{panel}</div>
              </div>
            ),
          },
          ...(mayTake ? [{ key: 'take', label: w.take, children: <TakeTab /> }] : []),
          ...(maySearch
            ? [
                {
                  key: 'search',
                  label: w.search,
                  children: (
                    <div className="desk-grid wide">
                      <SearchTab onChoose={(id) => setChosen({ id, kind: 'request' })} />
                      <div style={{ minWidth: 0 }}>{panel}</div>
                    </div>
                  ),
                },
              ]
            : []),
          { key: 'map', label: w.mapTab, children: <MapTab /> },
        ]}
      />
    </>
  );
}
