import type { RunView } from '@sagaloom/engine/core';
import { ChartGantt, TriangleAlert } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { isEffectful, type Outline, outlineOf, select, useActiveDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { useOpenRun } from '../runs/open-runs.ts';
import { isOpen } from '../runs/status.ts';
import { Button, EmptyState } from '../ui/index.ts';
import type { DataOf } from './SpanDrawer.tsx';
import { TraceTimeline } from './TraceTimeline.tsx';
import { useTrace } from './useTrace.ts';
import type { NameOf } from './words.ts';

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
  const names = useNames(open ? outlineOf(open.document) : null);
  const dataOf = useData(run?.head ?? null);
  const id = open?.id ?? null;
  const cursor = run && run.moment !== null ? (run.events[run.moment - 1]?.at ?? null) : null;
  const [step] = open?.selection.steps ?? [];
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

function useNames(outline: Outline | null): NameOf {
  return useCallback<NameOf>(
    (id, undo) => {
      const entry = outline?.steps.get(id);
      if (!undo || !entry) return entry?.label;
      const { compensate } = entry.step;
      return typeof compensate === 'object' &&
        compensate !== null &&
        'name' in compensate &&
        typeof compensate.name === 'string'
        ? compensate.name
        : undefined;
    },
    [outline],
  );
}

function useData(view: RunView | null): DataOf {
  return useCallback<DataOf>(
    (path, visit, undo) => {
      if (path === '') return view && { input: view.input, output: view.output };
      const step = undo ? undefined : view?.steps.find((each) => each.path === path && each.visit === visit);
      if (!step || !isEffectful(step.type)) return null;
      return { input: step.with, ...(step.status === 'completed' ? { output: step.output } : {}) };
    },
    [view],
  );
}
