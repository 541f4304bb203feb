import type { SpanRecord } from '@sagaloom/engine/contract';
import { ChartGantt } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useT } from '../locales/index.ts';
import { EmptyState } from '../ui/index.ts';
import type { DataOf } from './SpanDrawer.tsx';
import { isPaused } from './span.ts';
import { TimelineView } from './TimelineView.tsx';
import type { LinkedTrace, TimelineState } from './link.ts';
import { timelineModel } from './model.ts';
import type { ViewMode } from './model/arrange.ts';
import type { TimelineSelection } from './selection.ts';
import type { TraceSource } from './source.ts';
import type { NameOf } from './words.ts';

export interface TraceTimelineProps {
  readonly source: TraceSource;
  /** Epoch ms; while `live` the picture goes on from there by itself. */
  readonly now: number;
  readonly live: boolean;
  readonly selected: TimelineSelection | null;
  readonly onSelect: (path: string, visit: number, attempt: number | undefined, undo: boolean) => void;
  readonly nameOf?: NameOf | undefined;
  /** What went into a step and came out of it: spans hold no payload. */
  readonly dataOf?: DataOf | undefined;
  readonly onOpenRun?: ((runId: string) => void) | undefined;
  /** Epoch ms of the moment looked at, when that is not the last. */
  readonly cursor?: number | null | undefined;
  /** Where a link to it leads; absent: none can be copied. */
  readonly trace?: LinkedTrace | undefined;
  /** How it is looked at to begin with, as a link says it. */
  readonly initial?: TimelineState | undefined;
  /** Opens the trace that a span is linked to. */
  readonly onOpenTrace?: ((traceId: string, spanId: string) => void) | undefined;
  /** Where OTLP comes from when its spans are not at hand; else what is at hand is saved, if anything. */
  readonly onSaveOtlp?: (() => void) | undefined;
  /** What can be done about a span, in its detail. */
  readonly spanActions?: ((span: SpanRecord) => ReactNode) | undefined;
  /** Where the buttons go; else they stand above the names. */
  readonly toolbar?: Element | null | undefined;
}

/** A trace, drawn. It knows spans and nothing of runs, so that traces from elsewhere can be looked at the same way. */
export function TraceTimeline(props: TraceTimelineProps) {
  const t = useT();
  const { source, now, initial } = props;
  const [madeAt] = useState(now);
  const [chosenMode, setMode] = useState<ViewMode | null>(initial?.mode ?? null);
  const model = useMemo(
    () =>
      timelineModel(source.columns, {
        now: madeAt,
        view: chosenMode ?? 'lanes',
        isPaused: (span) => isPaused(source.peek?.(span)),
      }),
    [source, madeAt, chosenMode],
  );
  if (source.columns.count === 0) {
    return (
      <EmptyState icon={ChartGantt} title={t('timeline.empty')}>
        {t('timeline.emptyText')}
      </EmptyState>
    );
  }
  return <TimelineView {...props} model={model} onMode={setMode} />;
}
