import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { words } from './place-words.ts';

const calls = api<typeof places>('places');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;
type Photo = Place['photos'][number];

/** The photos that residents see of a place, in their order. */
export function PhotosCard({ place }: { place: Place }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['places', 'place', place.id] });
  const first = useMutation({
    mutationFn: ({ id, caption }: Photo) => calls.updatePhoto({ placeId: place.id, id, caption, isFirst: true }),
    onSuccess: refresh,
  });
  const remove = useMutation({ mutationFn: (id: string) => calls.removePhoto({ placeId: place.id, id }), onSuccess: refresh });
  return (
    <Card size="small" title={w.photos} style={{ marginTop: 12 }}>
      {place.photos.length === 0 && <p>{w.noPhotos}</p>}
      <Trouble error={first.error ?? remove.error} />
      <div className="desk-photos">
        {place.photos.map((photo, i) => (
          <figure key={photo.id}>
            <img src={photo.small} alt={photo.caption} loading="lazy" />
            <figcaption>{photo.caption}</figcaption>
            {place.may.edit && (
              <Space>
                {i > 0 && (
                  <Button size="small" aria-label={`${w.photoFirst} ${photo.caption}`} onClick={() => first.mutate(photo)}>
                    {w.photoFirst}
                  </Button>
                )}
                <Popconfirm title={w.surePhoto} onConfirm={() => remove.mutate(photo.id)}>
                  <Button size="small" danger aria-label={`${w.removeSite} ${photo.caption}`}>
                    {w.removeSite}
                  </Button>
                </Popconfirm>
              </Space>
            )}
          </figure>
        ))}
      </div>
      {place.may.edit && <AddPhoto placeId={place.id} onDone={refresh} />}
    </Card>
  );
}

function AddPhoto({ placeId, onDone }: { placeId: string; onDone: () => unknown }) {
  const w = useWords(words);
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  const [form] = Form.useForm<{ caption: string }>();
  const add = useMutation({
    mutationFn: ({ caption }: { caption: string }) => calls.addPhoto({ placeId, file: file!, caption }),
    onSuccess: async () => {
      form.resetFields();
      setFile(null);
      setSent(sent + 1);
      await onDone();
    },
  });
  return (
    <Form form={form} layout="vertical" onFinish={(fields) => add.mutate(fields)}>
      <p>
        <label>
          {w.choosePhoto}{' '}
          <input key={sent} type="file" accept="image/jpeg,image/png,image/webp,image/avif" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
        </label>
      </p>
      <Form.Item name="caption" label={w.caption} rules={[{ required: true, min: 2, message: w.required }]}>
        <Input maxLength={80} />
      </Form.Item>
      <p>{w.photoNote}</p>
      <Trouble error={add.error} />
      <Button htmlType="submit" disabled={!file} loading={add.isPending}>
        {w.addPhoto}
      </Button>
    </Form>
  );
}
