import { ChartGantt, TriangleAlert } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { outlineOf, select, useActiveDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { useOpenRun } from '../runs/open-runs.ts';
import { isOpen } from '../runs/status.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { useRunData, useStepNames } from './of-run.ts';
import { TraceTimeline } from './TraceTimeline.tsx';
import { useTrace } from './useTrace.ts';

interface Props {
  readonly runId: string;
  readonly toolbar?: Element | null;
  readonly onOpenRun?: (runId: string) => void;
}

/** The timeline of a run that is looked at, in step with the open drawing: a bar selects its step there, and the other way round. */
export function Timeline({ runId, toolbar, onOpenRun }: Props) {
  const t = useT();
  const run = useOpenRun(runId);
  const open = useActiveDocument();
  const live = isOpen(run?.head?.status ?? 'running');
  const trace = useTrace(runId, run?.events.length ?? 0);
  const names = useStepNames(open ? outlineOf(open.document) : null);
  const dataOf = useRunData(run?.head ?? null);
  const id = open?.id ?? null;
  const cursor = run && run.moment !== null ? (run.events[run.moment - 1]?.at ?? null) : null;
  const [step] = open?.selection.steps ?? [];
  const place = useMemo(() => ({ kind: 'run' as const, runId }), [runId]);
  const selected = useMemo(() => (step === undefined ? null : { path: step }), [step]);
  const onSelect = useCallback(
    (path: string) => {
      if (id !== null) select(id, { steps: [stepOf(path)] });
    },
    [id],
  );
  if (trace.phase === 'loading') return <EmptyState icon={ChartGantt} title={t('timeline.loading')} />;
  if (trace.phase === 'broken') {
    return (
      <EmptyState
        icon={TriangleAlert}
        title={t('timeline.broken')}
        action={<Button onPress={trace.retry}>{t('timeline.retry')}</Button>}
      />
    );
  }
  return (
    <TraceTimeline
      source={trace.source}
      trace={place}
      now={trace.at}
      live={live}
      selected={selected}
      onSelect={onSelect}
      nameOf={names}
      dataOf={dataOf}
      onOpenRun={onOpenRun}
      cursor={cursor}
      toolbar={toolbar}
    />
  );
}

/** `items[3].ship` is the step `ship`. */
function stepOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
