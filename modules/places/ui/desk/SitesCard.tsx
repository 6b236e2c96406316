import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, Modal, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { PositionField } from './PositionField.tsx';
import { words } from './place-words.ts';

const calls = api<typeof places>('places');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;
type Site = Place['sites'][number];

/** The further sites of a complex. */
export function SitesCard({ place }: { place: Place }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Site | 'new' | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => calls.removeSite({ placeId: place.id, id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['places'] }),
  });
  return (
    <Card size="small" title={w.sites} style={{ marginTop: 12 }}>
      <p>{place.sites.length === 0 ? w.noSites : w.sitesNote}</p>
      <Trouble error={remove.error} />
      {place.sites.map((site) => (
        <Space key={site.id} wrap style={{ display: 'flex', marginBottom: 6 }}>
          <strong>{site.name}</strong>
          <span>{site.address}</span>
          {place.may.edit && (
            <>
              <Button size="small" aria-label={`${w.editSite} ${site.name}`} onClick={() => setEditing(site)}>
                {w.editSite}
              </Button>
              <Popconfirm title={w.sureSite} onConfirm={() => remove.mutate(site.id)}>
                <Button size="small" danger aria-label={`${w.removeSite} ${site.name}`}>
                  {w.removeSite}
                </Button>
              </Popconfirm>
            </>
          )}
        </Space>
      ))}
      {place.may.edit && (
        <Button size="small" onClick={() => setEditing('new')}>
          {w.addSite}
        </Button>
      )}
      {editing && <SiteDialog place={place} site={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Card>
  );
}

type Fields = { name: string; address?: string | null; lon: number; lat: number };

function SiteDialog({ place, site, onClose }: { place: Place; site: Site | null; onClose: () => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (fields: Fields) => {
      const sent = { ...fields, address: fields.address || null, placeId: place.id };
      return site ? calls.updateSite({ ...sent, id: site.id }) : calls.addSite(sent);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
  return (
    <Modal open title={site ? site.name : w.addSite} onCancel={onClose} footer={null}>
      <Form<Fields> layout="vertical" initialValues={site ?? { lon: place.lon, lat: place.lat }} onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="name" label={w.siteName} rules={[{ required: true, min: 2, message: w.required }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="address" label={w.address}>
          <Input maxLength={200} />
        </Form.Item>
        <PositionField />
        <Trouble error={save.error} />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {w.save}
        </Button>
      </Form>
    </Modal>
  );
}
