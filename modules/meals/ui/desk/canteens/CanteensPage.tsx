import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk, useMyArea } from '../../../../../ui/desk.tsx';
import { today } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls, type Site } from '../calls.ts';
import { CanteenForm } from './CanteenForm.tsx';
import { Kitchen } from './Kitchen.tsx';
import { MenuEditor } from './MenuEditor.tsx';
import { words } from './words.ts';

type Open = { part: 'menu' | 'kitchen'; site: Site } | { part: 'form'; site: Site | null };

/** The register of canteens with their menus and kitchens. */
export function CanteensPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const areaCode = useMyArea();
  const [open, setOpen] = useState<Open | null>(null);
  const sites = useQuery({ queryKey: ['meals', 'sites', areaCode], queryFn: () => calls.listSites({ areaCode }) });
  const isOfficial = roles.some((role) => role === 'districtOfficial' || role === 'subdistrictOfficial');
  if (open?.part === 'menu' || open?.part === 'kitchen') {
    return (
      <>
        <h1>{`${open.site.name[language]} · ${w[open.part]}`}</h1>
        <p>
          <Button onClick={() => setOpen(null)}>{w.back}</Button>
        </p>
        {open.part === 'menu' ? <MenuEditor site={open.site} /> : <Kitchen site={open.site} />}
      </>
    );
  }
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Trouble error={sites.error} onRetry={() => sites.refetch()} />
      {isOfficial && (
        <p>
          <Button type="primary" onClick={() => setOpen({ part: 'form', site: null })}>
            {w.add}
          </Button>
        </p>
      )}
      <SiteTable sites={sites.data} onOpen={setOpen} />
      {open?.part === 'form' && <CanteenForm site={open.site} onClose={() => setOpen(null)} />}
    </>
  );
}

function SiteTable({ sites, onOpen }: { sites: Site[] | undefined; onOpen: (open: Open) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Table<Site>
      rowKey="id"
      size="small"
      loading={sites === undefined}
      dataSource={sites ?? []}
      pagination={{ pageSize: 30, hideOnSinglePage: true }}
      scroll={{ x: 960 }}
      locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: w.columns.name, render: (_, site) => site.name[language] },
        { title: w.columns.kind, render: (_, site) => w.kinds[site.kind] },
        {
          title: w.columns.licence,
          render: (_, site) => (
            <>
              {site.licenceUntil} {site.licenceUntil < today() && <Tag color="#b5121b">{w.expired}</Tag>}
            </>
          ),
        },
        { title: w.columns.grade, dataIndex: 'hygieneGrade' },
        { title: w.columns.seats, dataIndex: 'seats', align: 'end' },
        { title: w.columns.pass, render: (_, site) => (site.isOnPass ? w.yes : w.no) },
        { title: w.columns.state, render: (_, site) => <Tag>{w.states[site.state]}</Tag> },
        {
          title: w.columns.actions,
          render: (_, site) => (
            <Space>
              <Button size="small" aria-label={`${w.menu} ${site.name[language]}`} onClick={() => onOpen({ part: 'menu', site })}>
                {w.menu}
              </Button>
              <Button size="small" aria-label={`${w.kitchen} ${site.name[language]}`} onClick={() => onOpen({ part: 'kitchen', site })}>
                {w.kitchen}
              </Button>
              <Button size="small" aria-label={`${w.edit} ${site.name[language]}`} onClick={() => onOpen({ part: 'form', site })}>
                {w.edit}
              </Button>
            </Space>
          ),
        },
      ]}
    />
  );
}
