import { isObject, type Json } from '@sagaloom/engine/core';
import { ChartGantt, GitCompareArrows, TriangleAlert, Workflow } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { askToCompare } from '../../compare/ask.ts';
import { type Outline, outlineOf } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useAttached } from '../../runs/attached.ts';
import { letGoOfRun, openRun, type OpenRun, useOpenRun } from '../../runs/open-runs.ts';
import { showRun } from '../../runs/show-run.ts';
import { isOpen } from '../../runs/status.ts';
import { StatusChip } from '../../runs/StatusChip.tsx';
import { openPage, type TraceRef } from '../../shell/pages.ts';
import { useRunData, useStepNames } from '../../timeline/of-run.ts';
import { TraceTimeline } from '../../timeline/TraceTimeline.tsx';
import { type Trace, useTrace } from '../../timeline/useTrace.ts';
import { Button, EmptyState } from '../../ui/index.ts';
import { useLinkState } from './link-state.ts';
import { TraceHeader } from './TraceHeader.tsx';
import css from './TracePage.module.css';

type RunRef = Extract<TraceRef, { readonly kind: 'run' }>;

/** The timeline of a run over the whole width, live while it runs. */
export function RunTrace({ trace }: { readonly trace: RunRef }) {
  const run = useHeldRun(trace.runId);
  const read = useTrace(trace.runId, run?.events.length ?? 0);
  const head = run?.head ?? null;
  const errors = useMemo(
    () => read.source.columns.status.reduce((sum, status) => sum + Number(status === 2), 0),
    [read],
  );
  return (
    <section className={css.page} aria-label={trace.name}>
      {head && (
        <TraceHeader
          facts={{
            name: head.workflow,
            id: trace.runId,
            startedAt: head.startedAt,
            durationMs: head.endedAt === null ? null : head.endedAt - head.startedAt,
            spans: read.source.columns.count,
            errors,
            services: [],
          }}
          chips={<StatusChip status={head.status} undo={head.undo} queued={head.queued} />}
          actions={<Actions trace={trace} workflow={head.workflow} />}
        />
      )}
      <div className={css.timeline}>
        {run?.phase === 'broken' ? (
          <Broken problem={run.problem} onRetry={() => void openRun(trace.runId)} />
        ) : (
          <RunTimeline trace={trace} run={run} read={read} />
        )}
      </div>
    </section>
  );
}

/** It is followed while the page is there, and after that only by who else shows it. */
function useHeldRun(runId: string): OpenRun | null {
  useEffect(() => {
    void openRun(runId);
    return () => {
      const isAttached = Object.values(useAttached.getState().byTab).includes(runId);
      if (!isAttached) letGoOfRun(runId);
    };
  }, [runId]);
  return useOpenRun(runId);
}

function RunTimeline({
  trace,
  run,
  read,
}: {
  readonly trace: RunRef;
  readonly run: OpenRun | null;
  readonly read: Trace;
}) {
  const t = useT();
  const link = useLinkState(trace.runId);
  const nameOf = useStepNames(useMemo(() => outlineOfRun(run?.definition ?? null), [run?.definition]));
  const dataOf = useRunData(run?.head ?? null);
  if (read.phase === 'broken') return <Broken problem={null} onRetry={read.retry} />;
  if (read.phase === 'loading') return <EmptyState icon={ChartGantt} title={t('timeline.loading')} />;
  return (
    <TraceTimeline
      key={link.count}
      source={read.source}
      now={read.at}
      live={isOpen(run?.head?.status ?? 'running')}
      selected={null}
      onSelect={nobodyElse}
      nameOf={nameOf}
      dataOf={dataOf}
      trace={trace}
      initial={link.state}
      onOpenRun={openRunTrace}
    />
  );
}

/** There is no drawing beside it that would follow what is chosen. */
const nobodyElse = (): void => {};

const openRunTrace = (runId: string): void => openPage({ kind: 'trace', trace: { kind: 'run', runId, name: runId } });

function Broken({ problem, onRetry }: { readonly problem: string | null; readonly onRetry: () => void }) {
  const t = useT();
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t('timeline.broken')}
      action={<Button onPress={onRetry}>{t('timeline.retry')}</Button>}
    >
      {problem}
    </EmptyState>
  );
}

const outlineOfRun = (definition: Json): Outline | null => (isObject(definition) ? outlineOf(definition) : null);

function Actions({ trace, workflow }: { readonly trace: RunRef; readonly workflow: string }) {
  const t = useT();
  return (
    <>
      <Button size="sm" icon={Workflow} onPress={() => void showRun(trace.runId)}>
        {t('traces.showOnDrawing')}
      </Button>
      <Button size="sm" icon={GitCompareArrows} onPress={() => askToCompare(trace, workflow)}>
        {t('traces.compareWith')}
      </Button>
    </>
  );
}
