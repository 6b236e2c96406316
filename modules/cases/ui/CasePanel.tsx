import { useQuery } from '@tanstack/react-query';
import { Progress, Skeleton, Tag, Timeline } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { type CaseDetail, calls, useNames, useUnits } from './calls.ts';
import { Moves } from './Moves.tsx';
import { words } from './words.ts';

type Props = { id: string; children?: (detail: CaseDetail) => ReactNode };

/** One case at work: where it stands, its clocks, what can be done, what was done. What belongs to its kind comes from the page around it. */
export function CasePanel({ id, children }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useNames();
  const found = useQuery({ queryKey: ['cases', 'one', id], queryFn: () => calls.getCase({ id }) });
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = found.data !== undefined;
  // On a phone the case stands below the list: whoever pressed it is taken there.
  useEffect(() => {
    if (isThere) heading.current?.focus();
  }, [isThere]);
  if (found.error) return <Trouble error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton active />;
  const one = found.data;
  return (
    <section aria-label={`${one.title} ${one.number}`}>
      <h2 ref={heading} tabIndex={-1}>
        {one.title} <Tag>{nameOf(one.kind, 'states', one.state, language)}</Tag>
        <Tag>{nameOf(one.kind, 'classes', one.class, language)}</Tag>
      </h2>
      <p>
        {one.number} · {one.areaName} · {one.leadUnit?.name[language] ?? '–'} {one.handler && `· ${one.handler}`}
      </p>
      {one.asked && (
        <div role="status">
          <strong>
            {w.waiting}
            {w.asked[one.asked.what] ?? one.asked.what}
          </strong>{' '}
          <Said detail={one.asked.detail} />
        </div>
      )}
      <Moves detail={one} />
      {children?.(one)}
      <Clocks detail={one} />
      {one.helpers.length > 0 && (
        <>
          <h3>{w.helpers}</h3>
          <p>
            {one.helpers.map((helper) => (
              <Tag key={helper.id}>
                {helper.name[language]} {helper.isDone && `✓ ${w.done}`}
              </Tag>
            ))}
          </p>
        </>
      )}
      <h3>{w.timeline}</h3>
      <Timeline
        items={one.events.toReversed().map((event) => ({
          key: event.seq,
          content: (
            <>
              <strong>{event.words[language]}</strong> {moment(event.at, language)} · {event.by ?? w.parts[event.part]} {event.told && <Tag>{w.told}</Tag>}
              <Said detail={event.detail} />
            </>
          ),
        }))}
      />
    </section>
  );
}

/** What was said with a move, in words: for how long, until when, why, to whom. */
function Said({ detail }: { detail: Record<string, unknown> }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const units = useUnits();
  const text = (key: string) => (typeof detail[key] === 'string' ? (detail[key] as string) : null);
  const [per, amount] = Object.entries((detail['limit'] ?? {}) as Record<string, number>)[0] ?? [];
  const until = detail['until'];
  const unit = units.data?.find(({ id }) => id === text('unit'));
  const parts = [
    amount !== undefined && `${w.needs['limit']} ${amount} ${per === 'workingDays' ? w.workingDays : per === 'days' ? w.days : w.hours}`,
    typeof until === 'number' && `${w.needs['until']} ${moment(new Date((until - 480) * 60_000).toISOString(), language)}`,
    text('code') && (w.codes[text('code')!] ?? text('code')),
    unit && unit.name[language],
    text('channel') && w.channels[text('channel')!],
  ].filter(Boolean);
  return (
    <>
      {parts.length > 0 && <div>{parts.join(' · ')}</div>}
      {text('text') && <div>{text('text')}</div>}
      {text('reason') && <div>{text('reason')}</div>}
    </>
  );
}

function Clocks({ detail }: { detail: CaseDetail }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useNames();
  return (
    <>
      <h3>{w.clocks}</h3>
      {detail.clocks.map((clock) => {
        const name = nameOf(detail.kind, 'clocks', clock.name, language);
        return (
          <div key={clock.name} style={{ marginBottom: 6 }}>
            {name} · {moment(clock.dueAt, language)} {clock.stoppedAt && <Tag>{w.stopped}</Tag>}
            {clock.pausedAt && <Tag>{w.paused}</Tag>}
            {clock.isLate && <Tag color="error">{w.late}</Tag>}
            {clock.provisional && <small>{w.provisional}</small>}
            <Progress
              percent={Math.min(100, Math.round(clock.share * 100))}
              status={clock.isLate ? 'exception' : 'normal'}
              size="small"
              format={() => w.used(clock.share)}
              aria-label={`${name} ${w.used(clock.share)}`}
            />
          </div>
        );
      })}
    </>
  );
}
