import type { RunSummary } from '@sagaloom/engine/contract';
import { GitCompareArrows, History, Maximize2, Play, RefreshCw } from 'lucide-react';
import { GridList, GridListItem } from 'react-aria-components';
import { askToCompare } from '../compare/ask.ts';
import { useDocuments } from '../document/index.ts';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { attempt } from '../shell/notices.ts';
import { openPage } from '../shell/pages.ts';
import { PanelHeader } from '../shell/PanelHeader.tsx';
import { PanelState } from '../shell/PanelState.tsx';
import { runExample } from '../shell/shop/example.ts';
import { Button, IconButton, Select } from '../ui/index.ts';
import { useAttachedRun } from './attached.ts';
import { shortId } from './cancel.ts';
import { useRunsLink } from './list/link.ts';
import { filterRuns, loadMoreRuns, loadRuns, type RunFilter, useRunList } from './run-list.ts';
import { askToRun } from './run-dialog.ts';
import { showRun } from './show-run.ts';
import { isOpen, lookOf, runStatuses, statusLook } from './status.ts';
import { useNow } from './use-now.ts';
import mark from '../ui/glyph.module.css';
import css from './RunsPanel.module.css';

export function RunsPanel() {
  const t = useT();
  const { phase, problem, items, next, filter } = useRunList();
  const filtered = filter.status !== null || filter.workflow !== null;
  return (
    <>
      <PanelHeader title={t('shell.panel.runs')}>
        <IconButton label={t('runlist.all')} icon={Maximize2} size="sm" onPress={() => showAllRuns(filter)} />
        <IconButton label={t('shell.refresh')} icon={RefreshCw} size="sm" onPress={() => void loadRuns()} />
      </PanelHeader>
      <Filters />
      {phase === 'ready' && items.length > 0 ? (
        <div className={css.scroll}>
          <RunItems items={items} />
          {next !== null && (
            <div className={css.more}>
              <Button size="sm" onPress={() => void attempt('runs.list.cannotLoad', {}, loadMoreRuns)}>
                {t('runs.list.more')}
              </Button>
            </div>
          )}
        </div>
      ) : (
        <PanelState
          phase={phase}
          problem={problem}
          onRetry={loadRuns}
          icon={History}
          title={t(filtered ? 'runs.list.noneFiltered' : 'runs.list.none')}
          text={t(filtered ? 'runs.list.noneFilteredText' : 'runs.list.noneText')}
          action={<NextStep isFiltered={filtered} />}
        />
      )}
    </>
  );
}

/** With what is filtered here. */
function showAllRuns({ status, workflow }: RunFilter): void {
  const quoted = workflow !== null && /[\s",]/u.test(workflow) ? JSON.stringify(workflow) : workflow;
  const words = [status && `status:${status}`, quoted && `workflow:${quoted}`].filter((word) => word !== null);
  if (words.length > 0) useRunsLink.setState(({ sort }) => ({ text: words.join(' '), sort }));
  openPage({ kind: 'runs' });
}

/** Out of the emptiness: all runs, a run of what is open, or of the example. */
function NextStep({ isFiltered }: { readonly isFiltered: boolean }) {
  const t = useT();
  const activeId = useDocuments((state) => state.activeId);
  if (isFiltered)
    return <Button onPress={() => filterRuns({ status: null, workflow: null })}>{t('runs.list.showAll')}</Button>;
  return (
    <Button icon={Play} onPress={() => (activeId === null ? void runExample() : askToRun(activeId))}>
      {t(activeId === null ? 'shell.welcome.run' : 'runs.runWorkflow')}
    </Button>
  );
}

const all = 'all';

function Filters() {
  const t = useT();
  const { filter, workflows } = useRunList();
  return (
    <div className={css.filters}>
      <Select
        aria-label={t('runs.list.byStatus')}
        value={filter.status}
        placeholder={t('runs.list.byStatus')}
        options={[
          { value: all, label: t('runs.list.anyStatus') },
          ...runStatuses.map((status) => ({
            value: status,
            label: t(statusLook[status].label),
            icon: statusLook[status].icon,
          })),
        ]}
        onChange={(value) => filterRuns({ status: runStatuses.find((status) => status === value) ?? null })}
      />
      <Select
        aria-label={t('runs.list.byWorkflow')}
        value={filter.workflow === null ? null : `=${filter.workflow}`}
        placeholder={t('runs.list.byWorkflow')}
        options={[
          { value: all, label: t('runs.list.anyWorkflow') },
          ...workflows.map((name) => ({ value: `=${name}`, label: name })),
        ]}
        onChange={(value) => filterRuns({ workflow: value === all ? null : value.slice(1) })}
      />
    </div>
  );
}

function RunItems({ items }: { readonly items: readonly RunSummary[] }) {
  const t = useT();
  const shown = useAttachedRun()?.runId;
  return (
    <GridList
      aria-label={t('shell.panel.runs')}
      className={css.list ?? ''}
      items={items.map((run) => ({ ...run, id: run.runId }))}
      dependencies={[shown, t]}
      onAction={(key) => void showRun(String(key))}
    >
      {(run) => (
        <GridListItem
          textValue={`${run.workflow} ${run.runId}`}
          className={css.item ?? ''}
          data-shown={run.runId === shown || undefined}
        >
          <RunItem run={run} />
        </GridListItem>
      )}
    </GridList>
  );
}

/** Each row keeps its own time: a clock that all rows share would draw hundreds of them anew every second. */
function RunItem({ run }: { readonly run: RunSummary }) {
  const t = useT();
  const now = useNow(true, isOpen(run.status) ? 1_000 : 30_000);
  const { ago, duration, moment } = useFormats();
  const { icon: Icon, tone, label } = lookOf(run);
  const startedAt = Date.parse(run.startedAt);
  const end = run.endedAt === null ? Math.max(now, startedAt) : Date.parse(run.endedAt);
  return (
    <>
      <span className={mark.glyph} data-tone={tone} title={t(label)}>
        <Icon size={13} strokeWidth={2.2} aria-hidden />
        <span className="visually-hidden">{t(label)}</span>
      </span>
      <span className={css.text}>
        <span className={css.line}>
          <strong title={run.workflow}>{run.workflow}</strong>
          <span className={css.mono}>{duration(end - startedAt)}</span>
        </span>
        <span className={css.line}>
          <span className={css.mono} title={run.runId}>
            {shortId(run.runId)}
          </span>
          <span title={moment(startedAt)}>{ago(startedAt, Math.max(now, startedAt))}</span>
        </span>
      </span>
      <span className={css.compare}>
        <IconButton
          size="sm"
          iconSize={14}
          icon={GitCompareArrows}
          label={t('compare.with')}
          onPress={() =>
            askToCompare({ kind: 'run', runId: run.runId, name: `${run.workflow} ${shortId(run.runId)}` }, run.workflow)
          }
        />
      </span>
    </>
  );
}
