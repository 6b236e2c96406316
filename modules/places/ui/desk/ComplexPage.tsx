import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Input, Modal, Space, Spin, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { Figure, Trouble } from '../../../../ui/desk.tsx';
import { percent, today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';
import { FloorPlan } from '../FloorPlan.tsx';
import { HoursEditor } from './HoursEditor.tsx';
import { Ledger } from './Ledger.tsx';
import { PhotosCard } from './PhotosCard.tsx';
import { PlaceDialog } from './PlaceDialog.tsx';
import { words as placeWords } from './place-words.ts';
import { SitesCard } from './SitesCard.tsx';
import { words } from './words.ts';

const calls = api<typeof places>('places');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;

/** One complex: live ratios, the room ledger, hours. */
export function ComplexPage({ id }: { id: string }) {
  const w = useWords(words);
  const p = useWords(placeWords);
  const place = useQuery({ queryKey: ['places', 'place', id], queryFn: () => calls.getPlace({ id }) });
  if (place.isPending) return <Spin />;
  if (!place.data) return <Trouble error={place.error} onRetry={place.refetch} />;
  const { data } = place;
  const { ratios } = data;
  return (
    <>
      <Link href="/register">← {w.back}</Link>
      <h1>{data.name}</h1>
      <Actions place={data} />
      {!data.may.edit && <Alert type="info" showIcon title={data.closedOn ? p.closed(data.closedOn) : w.readOnly} style={{ marginBottom: 12 }} />}
      {ratios && (
        <div className="figures">
          <Figure label={w.usable}>{ratios.usableArea.toFixed(1)}</Figure>
          {(['multiFunction', 'market', 'social', 'allDay', 'office'] as const).map((key) => (
            <Figure key={key} label={w.ratios[key]}>
              {percent(ratios[key].share)}
            </Figure>
          ))}
          {ratios.missingZones.length > 0 && (
            <Figure label={w.missing}>
              {ratios.missingZones.map((zone) => (
                <Tag key={zone} color="orange">
                  {w.zones[zone]}
                </Tag>
              ))}
            </Figure>
          )}
        </div>
      )}
      <div className="desk-grid">
        {data.kind === 'complex' ? <Ledger place={data} /> : <Facts place={data} />}
        <div>
          {data.rooms.length > 0 && <FloorPlan rooms={data.rooms} sites={data.sites} />}
          <HoursEditor key={JSON.stringify(data.hours)} place={data} />
          <PhotosCard place={data} />
          {data.kind === 'complex' && <SitesCard place={data} />}
        </div>
      </div>
    </>
  );
}

/** What is recorded of a single facility, which has no rooms. */
function Facts({ place }: { place: Place }) {
  const p = useWords(placeWords);
  const { nameOf } = useCatalogue();
  const facts = {
    [p.functions]: place.functions.map(nameOf).join('、'),
    [p.area]: place.areaName,
    [p.address]: place.address,
    [p.phone]: place.phone,
    [p.operator]: place.operatorName,
    [p.usableArea]: place.usableArea,
    [p.capacity]: place.capacity,
    [p.openedOn]: place.openedOn,
  };
  return (
    <Descriptions column={1} size="small" bordered items={Object.entries(facts).map(([label, value]) => ({ key: label, label, children: value ?? '–' }))} />
  );
}

function Actions({ place }: { place: Place }) {
  const p = useWords(placeWords);
  const [open, setOpen] = useState<'edit' | 'close' | null>(null);
  return (
    <Space wrap style={{ marginBottom: 12 }}>
      {place.may.edit && <Button onClick={() => setOpen('edit')}>{p.edit}</Button>}
      {place.may.close && (
        <Button danger onClick={() => setOpen('close')}>
          {p.close}
        </Button>
      )}
      {open === 'edit' && <PlaceDialog place={place} onClose={() => setOpen(null)} />}
      {open === 'close' && <CloseDialog place={place} onClose={() => setOpen(null)} />}
    </Space>
  );
}

function CloseDialog({ place, onClose }: { place: Place; onClose: () => void }) {
  const p = useWords(placeWords);
  const queries = useQueryClient();
  const [closedOn, setClosedOn] = useState(today());
  const close = useMutation({
    mutationFn: () => calls.closePlace({ id: place.id, closedOn }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={p.sure}
      okText={p.close}
      okButtonProps={{ danger: true }}
      confirmLoading={close.isPending}
      onOk={() => close.mutate()}
      onCancel={onClose}
    >
      <p>{p.closeNote}</p>
      <label>
        {p.closeOn} <Input type="date" value={closedOn} onChange={(event) => setClosedOn(event.target.value)} style={{ width: 170 }} />
      </label>
      <Trouble error={close.error} />
    </Modal>
  );
}
