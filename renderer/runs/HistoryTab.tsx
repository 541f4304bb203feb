import type { Json, Recorded, StepDetail } from '@sagaloom/engine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, Crosshair, List } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { outlineOf, select, useActiveDocument } from '../document/index.ts';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { IconButton } from '../ui/index.ts';
import { useAttachedRun } from './attached.ts';
import { eventLook } from './event-look.ts';
import { JsonView } from './JsonView.tsx';
import { NoRun } from './NoRun.tsx';
import { lookAt, type OpenRun } from './open-runs.ts';
import { itemsOfEvent, stepOf } from './places.ts';
import { startsDay } from './days.ts';
import css from './HistoryTab.module.css';

export function HistoryTab() {
  const t = useT();
  const run = useAttachedRun();
  if (!run) {
    return <NoRun icon={List} text="runs.noRun.history" />;
  }
  if (run.events.length === 0) return <p className={css.loading}>{run.problem ?? t('runs.bar.loading')}</p>;
  return <Events run={run} />;
}

const rowHeight = 28;

function Events({ run }: { readonly run: OpenRun }) {
  const t = useT();
  const { day } = useFormats();
  const scroll = useRef<HTMLDivElement>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  // oxlint-disable-next-line react/incompatible-library -- it keeps its own state; nothing here is memoized over it
  const rows = useVirtualizer({
    count: run.events.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const toggle = (seq: number): void => {
    setExpanded((before) => {
      const after = new Set(before);
      if (!after.delete(seq)) after.add(seq);
      return after;
    });
  };
  return (
    <div ref={scroll} className={css.scroll}>
      <ol className={css.rows} aria-label={t('runs.history.label')} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const event = run.events[index];
          if (!event) return null;
          return (
            <li
              key={event.seq}
              ref={rows.measureElement}
              data-index={index}
              className={css.place}
              aria-posinset={index + 1}
              aria-setsize={run.events.length}
              style={{ transform: `translateY(${start}px)` }}
            >
              {startsDay(run.events, index) && <p className={css.day}>{day(event.at)}</p>}
              <EventRow
                event={event}
                run={run}
                ahead={run.moment !== null && index >= run.moment}
                expanded={expanded.has(event.seq)}
                onToggle={() => toggle(event.seq)}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

interface RowProps {
  readonly event: Recorded;
  readonly run: OpenRun;
  /** After the moment looked at. */
  readonly ahead: boolean;
  readonly expanded: boolean;
  readonly onToggle: () => void;
}

function EventRow({ event, run, ahead, expanded, onToggle }: RowProps) {
  const t = useT();
  const { clock, moment } = useFormats();
  const open = useActiveDocument();
  const stepId = stepOf(event);
  const label = stepId === null ? null : ((open && outlineOf(open.document).steps.get(stepId)?.label) ?? stepId);
  const items = itemsOfEvent(event);
  const { icon: Icon, tone, label: kind } = eventLook[event.type];
  const Chevron = expanded ? ChevronDown : ChevronRight;
  return (
    <>
      <div className={css.row} data-ahead={ahead || undefined}>
        <span className={css.toggle}>
          <Button
            className={css.chevron ?? ''}
            aria-expanded={expanded}
            aria-label={t('runs.history.details', { seq: event.seq })}
            onPress={onToggle}
          >
            <Chevron size={13} strokeWidth={2} aria-hidden />
          </Button>
        </span>
        <span className={css.seq}>{event.seq}</span>
        <span className={css.time} title={moment(event.at)}>
          {clock(event.at)}
        </span>
        <span className={css.type} data-tone={tone} title={event.type}>
          <Icon size={13} strokeWidth={2} aria-hidden />
          {t(kind)}
        </span>
        <span className={css.where}>
          {label !== null && open && stepId !== null ? (
            <Button className={css.step ?? ''} onPress={() => select(open.id, { steps: [stepId] })}>
              {label}
              {items !== '' && <small>{items}</small>}
              {'visit' in event && event.visit > 1 && <small>{t('runs.history.visit', { visit: event.visit })}</small>}
            </Button>
          ) : null}
        </span>
        <span className={css.gist}>{gistOf(event)}</span>
        <span className={css.look}>
          <IconButton
            label={t('runs.history.lookAt')}
            icon={Crosshair}
            size="sm"
            iconSize={13}
            onPress={() => lookAt(run.runId, event.seq)}
          />
        </span>
      </div>
      {expanded && (
        <div className={css.detail}>
          <JsonView label={event.type} value={detailOf(event)} />
        </div>
      )}
    </>
  );
}

/** What is particular to this event, in a few words that need no translation. */
function gistOf(event: Recorded): string {
  if ('error' in event && event.error) return `${event.error.type}: ${event.error.message}`;
  if (event.type === 'StepStarted') return detailGist(event.detail);
  if (event.type === 'AttemptStarted') return `#${event.attempt}`;
  if (event.type === 'RunStarted') return event.workflow;
  if (event.type === 'SignalReceived' || event.type === 'UpdateApplied') return event.name;
  if (event.type === 'DefinitionMigrated') return event.hash.slice(0, 12);
  if (event.type === 'RunBranched') return event.from;
  if (event.type === 'ChildStarted') return `${event.workflow} · ${event.runId}`;
  if (event.type === 'ChildClosed' || event.type === 'NextStarted') return event.runId;
  return event.why ?? '';
}

function detailGist(detail: StepDetail): string {
  switch (detail.kind) {
    case 'task':
      return detail.activity;
    case 'child':
      return detail.workflow;
    case 'receive':
      return detail.signal;
    case 'emit':
      return detail.target.kind === 'event' ? detail.target.event : `${detail.target.signal} → ${detail.target.runId}`;
    case 'map':
      return `× ${detail.items.length}`;
    default:
      return '';
  }
}

function detailOf(event: Recorded): Json {
  const { seq: _seq, at, type: _type, ...data } = event;
  return JSON.parse(JSON.stringify({ at: new Date(at).toISOString(), ...data })) as Json;
}
