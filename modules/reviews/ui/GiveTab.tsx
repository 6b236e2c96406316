import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, QRCode, Select } from 'antd';
import { api } from '../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../ui/desk.tsx';
import { useWords } from '../../../ui/preferences.ts';
import type { places } from '../../places/contract.ts';
import type { reviews } from '../contract.ts';
import { deskWords } from './desk-words.ts';

const calls = api<typeof reviews>('reviews');
const placeCalls = api<typeof places>('places');

/** A code for a service that was just given, as digits and as a picture. */
export function GiveTab() {
  const w = useWords(deskWords);
  const within = useMyArea();
  const list = useQuery({ queryKey: ['places', 'rated', within], queryFn: () => placeCalls.searchPlaces({ within, limit: 300 }), staleTime: 60_000 });
  const make = useMutation({ mutationFn: (fields: { placeId: string; what: string }) => calls.makeOccasion(fields) });
  return (
    <>
      <p>{w.giveHow}</p>
      <Form layout="vertical" style={{ maxWidth: 480 }} onFinish={(fields) => make.mutate(fields)}>
        <Form.Item name="placeId" label={w.place} rules={[{ required: true, message: w.place }]}>
          <Select
            aria-label={w.place}
            showSearch={{ optionFilterProp: 'label' }}
            loading={list.isPending}
            options={(list.data ?? []).map((place) => ({ value: place.id, label: place.name }))}
          />
        </Form.Item>
        <Form.Item name="what" label={w.what} rules={[{ required: true, min: 2, message: w.what }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Trouble error={list.error ?? make.error} />
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {w.make}
        </Button>
      </Form>
      {make.data && (
        <div role="status" style={{ marginTop: 16 }}>
          <p style={{ fontSize: '1.4em' }}>{w.code(make.data.code)}</p>
          <div role="img" aria-label={w.scan}>
            <QRCode value={`${location.origin}/rate/${make.data.code}`} type="svg" />
          </div>
        </div>
      )}
    </>
  );
}
