import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, type Site, useMealCall } from './calls.ts';
import { keepTill } from './offline/device.ts';
import { useTill } from './offline/useTill.ts';
import { SellForm } from './SellForm.tsx';
import { TillBar } from './TillBar.tsx';
import { TodayTable } from './TodayTable.tsx';
import { words } from './words.ts';

const key = 'linli.till';
type Picked = { siteId: string | null; tillId: string | null };
/** The till that this device stood at last. */
const remembered = (): Picked => JSON.parse(localStorage.getItem(key) ?? '{"siteId":null,"tillId":null}') as Picked;
const fits = { maxWidth: '100%', minWidth: 0 };

/** A till at work: who eats, what, the price line by line, and what was sold today. */
export function TillPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const areaCode = useMyArea();
  const [{ siteId, tillId }, setPicked] = useState(remembered);
  const pick = (picked: Picked) => {
    setPicked(picked);
    localStorage.setItem(key, JSON.stringify(picked));
  };
  const sites = useQuery({ queryKey: ['meals', 'sites', areaCode], queryFn: () => calls.listSites({ areaCode }) });
  const site = sites.data?.find(({ id }) => id === siteId) ?? sites.data?.[0];
  const tills = useQuery({ queryKey: ['meals', 'tills', site?.id], queryFn: () => calls.listTills({ id: site!.id }), enabled: site !== undefined });
  const open = (tills.data ?? []).filter(({ closedAt }) => closedAt === null);
  const till = open.find(({ id }) => id === tillId) ?? open[0];
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item label={w.site} style={fits}>
          <Select
            aria-label={w.site}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 220 }}
            loading={sites.isPending}
            value={site?.id ?? null}
            onChange={(id: string) => pick({ siteId: id, tillId: null })}
            options={(sites.data ?? []).map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        </Form.Item>
        <Form.Item label={w.till} style={fits}>
          <Select
            aria-label={w.till}
            style={{ minWidth: 140 }}
            value={till?.id ?? null}
            onChange={(id: string) => pick({ siteId: site!.id, tillId: id })}
            options={open.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        {site && <OpenTill siteId={site.id} onOpen={(id) => pick({ siteId: site.id, tillId: id })} />}
      </Form>
      <Trouble error={sites.error ?? tills.error} onRetry={() => sites.refetch()} />
      {sites.data?.length === 0 && <Empty description={w.noSites} />}
      {site && tills.data && open.length === 0 && <Empty description={w.noTills} />}
      {site && till && <Till key={till.id} site={site} tillId={till.id} />}
      {site && <TodayTable siteId={site.id} />}
    </>
  );
}

function Till({ site, tillId }: { site: Site; tillId: string }) {
  const till = useTill(site, tillId);
  return (
    <>
      <TillBar till={till} />
      <SellForm site={site} till={till} />
    </>
  );
}

/** The key of a new till is told once; it stays on the device that opened it. */
function OpenTill({ siteId, onOpen }: { siteId: string; onOpen: (id: string) => void }) {
  const w = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const add = useMealCall(
    async () => {
      const { id, key } = await calls.openTill({ id: siteId, name: name.trim() });
      await keepTill(id, key);
      return id;
    },
    (id) => {
      setOpen(false);
      onOpen(id);
    },
  );
  return (
    <Space>
      <Button onClick={() => setOpen(true)}>{w.openTill}</Button>
      <Modal
        open={isOpen}
        title={w.openTill}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: name.trim().length === 0, loading: add.isPending }}
        onOk={() => add.mutate(undefined)}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={add.error} />
        <Form layout="vertical">
          <Form.Item label={w.tillName}>
            <Input aria-label={w.tillName} maxLength={20} value={name} onChange={(event) => setName(event.target.value)} />
          </Form.Item>
        </Form>
      </Modal>
    </Space>
  );
}
