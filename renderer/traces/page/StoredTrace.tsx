import type { SpanRecord, StoredSpan, TraceSummary } from '@sagaloom/engine/contract';
import { ChartGantt, RefreshCw, Route, TriangleAlert } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Button as AriaButton, ProgressBar } from 'react-aria-components';
import { useT } from '../../locales/index.ts';
import { closePage, usePageInFront } from '../../shell/pages.ts';
import { showRun } from '../../runs/show-run.ts';
import type { TraceSource } from '../../timeline/source.ts';
import { TraceTimeline } from '../../timeline/TraceTimeline.tsx';
import type { NameOf } from '../../timeline/words.ts';
import { Button, Chip, EmptyState } from '../../ui/index.ts';
import { fraction } from '../import/rate.ts';
import type { StoredRef } from '../laid/laid.ts';
import { workflowsOf } from '../laid/workflows.ts';
import { openById } from '../open-trace.ts';
import { useKnownWorkflows } from '../rules/known-workflows.ts';
import { askAboutTraces } from '../trace-dialogs.ts';
import { useLinkState } from './link-state.ts';
import { saveStoredOtlp } from './export.ts';
import { servicesOf } from './services.ts';
import { StoredActions } from './StoredActions.tsx';
import { TraceHeader } from './TraceHeader.tsx';
import { type Stored, useStored } from './use-stored.ts';
import css from './TracePage.module.css';

/** A trace that was received or imported, over the whole width. */
export function StoredTrace({ trace }: { readonly trace: StoredRef }) {
  const t = useT();
  const stored = useStored(trace.traceId);
  const { summary, source, phase } = stored;
  const services = useMemo(() => (source ? servicesOf(source.columns) : []), [source]);
  return (
    <section className={css.page} aria-label={trace.name}>
      {summary && (
        <TraceHeader
          facts={{
            name: summary.name === '' ? trace.name : summary.name,
            id: summary.traceId,
            startedAt: Date.parse(summary.startedAt),
            durationMs: summary.durationMs,
            spans: summary.spans,
            errors: summary.errors,
            services: services.length > 0 ? services : [summary.service].filter((name) => name !== ''),
          }}
          chips={<Chips summary={summary} source={source} />}
          actions={<StoredActions trace={trace} stored={stored} />}
        />
      )}
      {source && phase !== 'gone' ? (
        <Shown trace={trace} stored={stored} source={source} reload={stored.reload} />
      ) : (
        <NotShown trace={trace} stored={stored} reload={stored.reload} />
      )}
      {phase === 'broken' && source && <p className="visually-hidden">{t('timeline.broken')}</p>}
    </section>
  );
}

function Chips({ summary, source }: { readonly summary: TraceSummary; readonly source: TraceSource | null }) {
  const t = useT();
  const found = useMemo(() => (source ? workflowsOf(source.columns) : []), [source]);
  const workflow = found[0] ?? summary.workflow;
  return (
    <>
      <Chip>{t(`traces.source.${summary.source}`)}</Chip>
      {workflow !== null && (
        <Chip tone="accent" title={t('traces.workflowOf', { workflow })}>
          {workflow}
        </Chip>
      )}
    </>
  );
}

interface ShownProps {
  readonly trace: StoredRef;
  readonly stored: Stored;
  readonly source: TraceSource;
  readonly reload: () => void;
}

function Shown({ trace, stored: { fresh, at, summary }, source, reload }: ShownProps) {
  const t = useT();
  const link = useLinkState(trace.traceId);
  const nameOf = useStepNames(source);
  const isOpen = useMemo(() => source.columns.end.includes(Infinity), [source]);
  const spanActions = useCallback((span: SpanRecord) => <MapThis trace={trace} span={span} />, [trace]);
  const updatedAt = summary ? Date.parse(summary.updatedAt) : at;
  return (
    <div className={css.timeline}>
      {fresh > 0 && (
        <AriaButton className={css.fresh ?? ''} onPress={reload}>
          <RefreshCw size={13} strokeWidth={2} aria-hidden />
          {t('traces.fresh', { count: fresh })}
        </AriaButton>
      )}
      <TraceTimeline
        key={link.count}
        source={source}
        now={isOpen ? updatedAt : at}
        live={false}
        selected={null}
        onSelect={nobodyElse}
        nameOf={nameOf}
        trace={trace}
        initial={link.state}
        onOpenRun={(runId) => void showRun(runId)}
        onOpenTrace={(traceId) => void openById(traceId)}
        onSaveOtlp={() => void saveStoredOtlp(trace)}
        spanActions={spanActions}
      />
    </div>
  );
}

/** There is no drawing beside it that would follow what is chosen. */
const nobodyElse = (): void => {};

/** Steps are called as in the file of their workflow, where this workspace has it. */
function useStepNames(source: TraceSource): NameOf {
  const known = useKnownWorkflows();
  const workflow = useMemo(() => workflowsOf(source.columns)[0], [source]);
  const labels = useMemo(
    () => new Map(known.find(({ name }) => name === workflow)?.steps.map(({ id, label }) => [id, label]) ?? []),
    [known, workflow],
  );
  return useCallback<NameOf>((id, undo) => (undo ? undefined : labels.get(id)), [labels]);
}

const isStored = (span: SpanRecord): span is StoredSpan => 'resource' in span;

/** To a rule that maps spans such as this one. */
function MapThis({ trace, span }: { readonly trace: StoredRef; readonly span: SpanRecord }) {
  const t = useT();
  const workflow = span.attributes['sagaloom.workflow'];
  const service = isStored(span) ? span.resource['service.name'] : '';
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return (
    <div className={css.spanAction}>
      <Button
        size="sm"
        icon={Route}
        onPress={() =>
          askAboutTraces({
            kind: 'rules',
            traceId: trace.traceId,
            draft: { workflow: text(workflow), name: span.name, service: text(service) },
          })
        }
      >
        {t('traces.rules.mapThis')}
      </Button>
    </div>
  );
}

interface NotShownProps {
  readonly trace: StoredRef;
  readonly stored: Stored;
  readonly reload: () => void;
}

function NotShown({ trace, stored: { phase, problem, summary, read }, reload }: NotShownProps) {
  const t = useT();
  const page = usePageInFront();
  if (phase === 'gone') {
    return (
      <EmptyState
        icon={ChartGantt}
        title={t('traces.gone')}
        action={page && <Button onPress={() => closePage(page.id)}>{t('shell.dismiss')}</Button>}
      >
        {t('traces.goneText', { id: trace.traceId })}
      </EmptyState>
    );
  }
  if (phase === 'broken') {
    return (
      <EmptyState
        icon={TriangleAlert}
        title={t('timeline.broken')}
        action={<Button onPress={reload}>{t('timeline.retry')}</Button>}
      >
        {problem}
      </EmptyState>
    );
  }
  const all = summary?.spans ?? 0;
  return (
    <div className={css.reading}>
      <ProgressBar className={css.bar ?? ''} aria-label={t('timeline.loading')} value={fraction(read, all) * 100}>
        {({ percentage = 0 }) => <div className={css.fill} style={{ width: `${all === 0 ? 0 : percentage}%` }} />}
      </ProgressBar>
      <span>{t('traces.readSoFar', { read, all })}</span>
    </div>
  );
}
