import type { RunDetail } from '@sagaloom/engine/contract';
import { type Json, type RunView, viewOf } from '@sagaloom/engine/core';
import { ChartGantt, CircleStop, PanelRightClose, SquareArrowOutUpRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';
import { openPage } from '../../shell/pages.ts';
import { Button, EmptyState, IconButton } from '../../ui/index.ts';
import { askToCancel, shortId } from '../cancel.ts';
import { JsonView } from '../JsonView.tsx';
import { showRun } from '../show-run.ts';
import { isOpen } from '../status.ts';
import { StatusChip } from '../StatusChip.tsx';
import { useVersion } from './cells.tsx';
import { MiniTimeline } from './MiniTimeline.tsx';
import { useList } from './list.ts';
import { useSelection } from './selection.ts';
import { showPreview } from './view.ts';
import css from './Preview.module.css';

/** The run that the keys are at, beside the list. */
export function Preview() {
  const t = useT();
  const runId = useSelection(({ cursor }) => cursor);
  const { detail, problem } = useDetail(runId);
  return (
    <aside className={css.pane} aria-label={t('runlist.preview')}>
      {detail ? (
        <Detail run={detail} />
      ) : (
        <>
          <header className={css.head}>
            <h2>{t('runlist.preview')}</h2>
            <Close />
          </header>
          {(runId === null || problem !== null) && (
            <EmptyState title={t(problem === null ? 'runlist.previewNone' : 'shell.cannotLoad')}>
              {problem ?? t('runlist.previewNoneText')}
            </EmptyState>
          )}
        </>
      )}
    </aside>
  );
}

const restMs = 120;

interface Loaded {
  readonly detail: RunDetail | null;
  readonly problem: string | null;
}

/** Read when the keys rest on a run, and again when it has changed in the list. */
function useDetail(runId: string | null): Loaded {
  const events = useList(({ items }) => items.find((run) => run.runId === runId)?.events ?? 0);
  const [loaded, setLoaded] = useState<Loaded>({ detail: null, problem: null });
  useEffect(() => {
    if (runId === null) return setLoaded({ detail: null, problem: null });
    const stop = new AbortController();
    const timer = setTimeout(() => {
      engine.runs.get({ runId }, { signal: stop.signal }).then(
        (detail) => setLoaded({ detail, problem: null }),
        (error: unknown) => !stop.signal.aborted && setLoaded({ detail: null, problem: explain(error) }),
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [runId, events]);
  return loaded.detail && loaded.detail.runId !== runId ? { detail: null, problem: null } : loaded;
}

function Close() {
  const t = useT();
  return (
    <IconButton label={t('runlist.hidePreview')} icon={PanelRightClose} size="sm" onPress={() => showPreview(false)} />
  );
}

function Detail({ run }: { readonly run: RunDetail }) {
  const t = useT();
  const { moment, duration } = useFormats();
  const version = useVersion(run);
  const view: RunView | null = viewOf(run.history, null);
  const { runId, workflow, status, undo, queued, startedAt, endedAt, error } = run;
  const facts = [
    [t('runlist.column.run'), runId],
    [t('runlist.column.started'), moment(Date.parse(startedAt))],
    ...(endedAt === null ? [] : [[t('runlist.column.ended'), moment(Date.parse(endedAt))] as const]),
    ...(endedAt === null
      ? []
      : [[t('runlist.column.duration'), duration(Date.parse(endedAt) - Date.parse(startedAt))] as const]),
    ...(run.parent === null ? [] : [[t('runlist.column.parent'), run.parent] as const]),
    ...Object.entries(run.attributes).map(([name, value]) => [name, JSON.stringify(value)] as const),
  ] as const;
  return (
    <>
      <header className={css.head}>
        <h2 title={`${workflow} ${version}`}>
          {workflow} <small>{version}</small>
        </h2>
        <StatusChip status={status} undo={undo} queued={queued} />
        <Close />
      </header>
      <div className={css.actions}>
        <Button size="sm" icon={SquareArrowOutUpRight} onPress={() => void showRun(runId)}>
          {t('runlist.openRun')}
        </Button>
        <Button
          size="sm"
          icon={ChartGantt}
          onPress={() => openPage({ kind: 'trace', trace: { kind: 'run', runId, name: workflow } })}
        >
          {t('runlist.openTrace')}
        </Button>
        {isOpen(status) && (
          <Button size="sm" icon={CircleStop} onPress={() => askToCancel(runId)}>
            {t('runs.cancel.title')}
          </Button>
        )}
      </div>
      {/* Scrolls, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={css.scroll} role="group" tabIndex={0} aria-label={shortId(runId)}>
        <dl className={css.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {view && <MiniTimeline view={view} />}
        {error && (
          <JsonView label={t('runs.data.error')} value={JSON.parse(JSON.stringify(error)) as Json} tone="bad" />
        )}
        <JsonView label={t('runs.data.input')} value={run.input} />
        {endedAt !== null && <JsonView label={t('runs.data.output')} value={run.output} />}
      </div>
    </>
  );
}
