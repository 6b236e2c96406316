import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm, Tabs } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { moment, today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, useChange } from '../calls.ts';
import { FiguresTab } from './FiguresTab.tsx';
import { LeagueTab } from './LeagueTab.tsx';
import { RecontactTab } from './RecontactTab.tsx';
import { words } from './words.ts';

/** The month before this one, which is over. */
function lastMonth(): string {
  const [year, month] = today().split('-').map(Number) as [number, number];
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}

/** The three rates of a month with what stands beside them, the league, the sample, and publishing. */
export function RatesPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const [month, setMonth] = useState(lastMonth);
  const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
  const bulletins = useQuery({ queryKey: ['requests', 'bulletins'], queryFn: () => calls.listBulletins() });
  const published = bulletins.data?.find((one) => one.month === month);
  // What was published is shown as it was published, not as it would be counted today.
  const rates = useQuery({
    queryKey: ['requests', 'rates', month, published !== undefined],
    queryFn: async () => (published ? calls.getBulletin({ month }) : calls.getRates({ month })),
    enabled: isMonth && bulletins.isFetched,
  });
  const publish = useChange(() => calls.publishBulletin({ month }));
  const isDistrict = roles.includes('districtOfficial');
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={{ rowGap: 8, marginBottom: 12 }}>
        <Form.Item label={w.month}>
          <Input type="month" aria-label={w.month} value={month} onChange={(event) => setMonth(event.target.value)} style={{ width: 170 }} />
        </Form.Item>
        {published ? (
          <p role="status">{w.published(moment(published.publishedAt, language))}</p>
        ) : (
          isDistrict && (
            <Popconfirm title={w.publishSure} okText={w.ok} cancelText={w.cancel} disabled={!isMonth} onConfirm={() => publish.mutate(undefined)}>
              <Button type="primary" loading={publish.isPending} disabled={!isMonth}>
                {w.publish}
              </Button>
            </Popconfirm>
          )
        )}
      </Form>
      <Trouble error={rates.error ?? bulletins.error ?? publish.error} onRetry={() => rates.refetch()} />
      {rates.data && (
        <Tabs
          items={[
            { key: 'figures', label: w.figures, children: <FiguresTab rates={rates.data} /> },
            { key: 'league', label: w.league, children: <LeagueTab rates={rates.data} /> },
            ...(isDistrict ? [{ key: 'recontact', label: w.recontact, children: <RecontactTab month={month} /> }] : []),
          ]}
        />
      )}
    </>
  );
}
