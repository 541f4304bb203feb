import type { SpanRecord } from '@sagaloom/engine/contract';
import { ChartGantt } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useT } from '../locales/index.ts';
import { EmptyState } from '../ui/index.ts';
import type { DataOf } from './SpanDrawer.tsx';
import { TimelineView } from './TimelineView.tsx';
import { timelineModel } from './model.ts';
import type { TimelineSelection } from './selection.ts';
import type { NameOf } from './words.ts';

export interface TraceTimelineProps {
  readonly spans: readonly SpanRecord[];
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
  /** Where the buttons go; else they stand above the names. */
  readonly toolbar?: Element | null | undefined;
}

/** A trace, drawn. It knows spans and nothing of runs, so that traces from elsewhere can be looked at the same way. */
export function TraceTimeline({ spans, now, ...rest }: TraceTimelineProps) {
  const t = useT();
  const [madeAt] = useState(now);
  const model = useMemo(() => timelineModel(spans, madeAt), [spans, madeAt]);
  if (spans.length === 0) {
    return (
      <EmptyState icon={ChartGantt} title={t('timeline.empty')}>
        {t('timeline.emptyText')}
      </EmptyState>
    );
  }
  return <TimelineView model={model} now={now} {...rest} />;
}
