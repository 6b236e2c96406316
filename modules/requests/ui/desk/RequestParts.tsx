import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { type CaseDetail, calls as caseCalls, useCaseCall, useNames } from '../../../cases/ui/calls.ts';
import { calls } from '../calls.ts';
import { Split } from './Split.tsx';
import { words } from './words.ts';

type Props = { detail: CaseDetail };

/** What belongs to a request in the panel of its case: words, reporter, photos, where it could go, what it could be the same as. */
export function RequestParts({ detail }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { id } = detail;
  const request = useQuery({ queryKey: ['requests', 'one', id], queryFn: () => calls.getRequest({ id }) });
  if (request.error) return <Trouble error={request.error} onRetry={() => request.refetch()} />;
  if (!request.data) return null;
  const one = request.data;
  return (
    <>
      <p>
        <strong>{one.matter[language]}</strong> · {w.channel} {w.channels[one.channel]} {one.placeText && `· ${one.placeText}`}{' '}
        {one.followers > 0 && <Tag>{w.followers(one.followers)}</Tag>}
      </p>
      <blockquote style={{ margin: '0 0 8px', padding: '4px 12px', borderInlineStart: '3px solid #0a6245' }}>{one.words ?? w.confidential}</blockquote>
      {one.mayOpen && <Opening id={id} hasReporter={one.hasReporter} />}
      <Split detail={detail} one={one} />
      <Photos detail={detail} mayAdd={one.mayOpen} />
      {detail.moves.some(({ name }) => name === 'dispatch') && <Proposals detail={detail} />}
      <Similar detail={detail} />
    </>
  );
}

/** Who reported, and confidential words: for a purpose that is kept. */
function Opening({ id, hasReporter }: { id: string; hasReporter: boolean }) {
  const w = useWords(words);
  const [isAsking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const open = useCaseCall(
    () => calls.openRequest({ id, purpose: purpose.trim() }),
    () => setAsking(false),
  );
  return (
    <>
      {open.data ? (
        <p role="status">
          {w.reporter} · {[open.data.name, open.data.phone, open.data.mail].filter(Boolean).join(' · ') || w.noReporter}
          <br />
          {open.data.words}
        </p>
      ) : (
        <p>
          <Button onClick={() => setAsking(true)}>{w.open}</Button> {!hasReporter && w.noReporter}
        </p>
      )}
      <Modal
        open={isAsking}
        title={w.open}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: purpose.trim().length < 2, loading: open.isPending }}
        onOk={() => open.mutate(undefined)}
        onCancel={() => setAsking(false)}
      >
        <Trouble error={open.error} />
        <label>
          {w.purpose}
          <Input maxLength={200} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        </label>
      </Modal>
    </>
  );
}

function Photos({ detail, mayAdd }: Props & { mayAdd: boolean }) {
  const w = useWords(words);
  const { id } = detail;
  const photos = useQuery({ queryKey: ['requests', 'photos', id], queryFn: () => calls.listPhotos({ id }) });
  const add = useCaseCall((file: File) => calls.addPhoto({ id, file }));
  return (
    <>
      {photos.data && photos.data.length > 0 && (
        <>
          <h3>{w.photos}</h3>
          <Space wrap>
            {photos.data.map((photo) => (
              <a key={photo.id} href={`/api/requests/${id}/photos/${photo.id}?size=large`} target="_blank" rel="noreferrer">
                <img
                  src={`/api/requests/${id}/photos/${photo.id}?size=small`}
                  alt={photo.byPart === 'staff' ? w.photoOfWork : w.photo}
                  style={{ width: 120, height: 90, objectFit: 'cover', borderRadius: 6 }}
                />
              </a>
            ))}
          </Space>
        </>
      )}
      {mayAdd && !detail.closedAt && (
        <p>
          <label className="file-button">
            {add.isPending ? w.sending : w.addPhoto}
            <input
              type="file"
              accept="image/*"
              disabled={add.isPending}
              style={{ position: 'absolute', opacity: 0, width: 1, height: 1 }}
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file) add.mutate(file);
                event.currentTarget.value = '';
              }}
            />
          </label>
        </p>
      )}
      <Trouble error={add.error ?? photos.error} />
    </>
  );
}

function Proposals({ detail }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { id } = detail;
  const found = useQuery({ queryKey: ['requests', 'proposals', id], queryFn: () => calls.proposeUnits({ id }) });
  const send = useCaseCall((unit: string) => caseCalls.makeMove({ id, move: 'dispatch', unit, expects: detail.seq }));
  return (
    <section aria-label={w.proposals}>
      <h3>{w.proposals}</h3>
      <Trouble error={found.error ?? send.error} />
      {found.data?.length === 0 && <p>{w.none}</p>}
      {found.data?.map((one) => (
        <p key={one.unit.id}>
          <Button type="primary" aria-label={`${w.send} ${one.unit.name[language]}`} loading={send.isPending} onClick={() => send.mutate(one.unit.id)}>
            {w.send}
          </Button>{' '}
          <strong>{one.unit.name[language]}</strong> <Tag color="#0a4a8a">{w.sources[one.source]}</Tag>
          <br />
          {[
            one.clause,
            one.matter?.[language],
            one.areaName,
            one.reason,
            one.probability !== null && w.sure(one.probability),
            one.because.length > 0 && w.because(one.because.join(' ')),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      ))}
    </section>
  );
}

/** Split view: what could be the same stands beside the case, and is joined from here. */
function Similar({ detail }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useNames();
  const { id } = detail;
  const found = useQuery({ queryKey: ['requests', 'similar', id], queryFn: () => calls.listSimilar({ id }) });
  const join = useCaseCall((other: string) => caseCalls.makeMove({ id, move: 'join', case: other, expects: detail.seq }));
  const mayJoin = detail.moves.some(({ name }) => name === 'join');
  return (
    <section aria-label={w.similar}>
      <h3>{w.similar}</h3>
      <Trouble error={found.error ?? join.error} />
      {found.data?.length === 0 && <Empty description={w.noSimilar} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
      {found.data?.map((one) => (
        <p key={one.id}>
          <strong>{one.matter[language]}</strong> {one.number} · {w.metres(one.metres)} · {w.days(one.days)}{' '}
          <Tag>{nameOf('request', 'states', one.state, language)}</Tag>
          {one.isSame && <Tag color="#8a3b00">{w.same}</Tag>}
          <br />
          {one.words}
          <br />
          {mayJoin && one.isSame && (
            <Button size="small" aria-label={`${w.join} ${one.number}`} loading={join.isPending} onClick={() => join.mutate(one.id)}>
              {w.join}
            </Button>
          )}
        </p>
      ))}
    </section>
  );
}
