import type { RunSummary, TraceSummary } from '@sagaloom/engine/contract';
import { ChartGantt } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components';
import { useFormats } from '../locales/format.ts';
import { type Translate, useT } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { shortId } from '../runs/cancel.ts';
import { lookOf } from '../runs/status.ts';
import { explain } from '../shell/notices.ts';
import { openPage, type Page, replacePage, type TraceRef } from '../shell/pages.ts';
import { Dialog, Switch, TextField } from '../ui/index.ts';
import { closeCompareQuestion, type CompareQuestion, useCompareQuestion } from './ask.ts';
import mark from '../ui/glyph.module.css';
import css from './CompareDialog.module.css';

/** With what a run or a trace is compared: recent runs of the same workflow, and traces that are kept. */
export function CompareDialog() {
  const t = useT();
  const question = useCompareQuestion((state) => state.question);
  return (
    <Dialog
      title={question ? t('compare.ask.title', { name: question.trace.name }) : ''}
      isOpen={question !== null}
      onClose={closeCompareQuestion}
      closeLabel={t('shell.dismiss')}
      width="md"
    >
      {question && <Choice question={question} />}
    </Dialog>
  );
}

type Found =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'trace'; readonly trace: TraceSummary };

const mostListed = 100;

function Choice({ question }: { readonly question: CompareQuestion }) {
  const t = useT();
  const [text, setText] = useState('');
  const [isAll, setAll] = useState(question.workflow === null);
  const { found, problem } = useFound(isAll ? null : question.workflow, text.trim());
  const items = useMemo(
    () => found?.filter((each) => isOther(each, question.trace)).map((each) => ({ id: keyOf(each), each })) ?? [],
    [found, question],
  );
  return (
    <div className={css.choice}>
      <TextField
        // The field is what the dialog was opened for.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={t('compare.ask.search')}
        placeholder={t('compare.ask.search')}
        value={text}
        onChange={setText}
      />
      {question.workflow !== null && <Switch label={t('compare.ask.all')} isSelected={isAll} onChange={setAll} />}
      {problem !== null && <p className={css.none}>{problem}</p>}
      {problem === null && found !== null && items.length === 0 && (
        <p className={css.none}>{t(text === '' ? 'compare.ask.none' : 'compare.ask.noneFound')}</p>
      )}
      <GridList
        aria-label={t('compare.ask.list')}
        className={css.list ?? ''}
        items={items}
        dependencies={[t]}
        onAction={(key) => {
          const chosen = items.find(({ id }) => id === key);
          if (chosen) compareWith(question, refOf(chosen.each));
        }}
      >
        {({ each }) => (
          <GridListItem className={css.item ?? ''} textValue={textOf(each, t)}>
            {each.kind === 'run' ? <RunItem run={each.run} /> : <TraceItem trace={each.trace} />}
          </GridListItem>
        )}
      </GridList>
    </div>
  );
}

const keyOf = (found: Found): string => (found.kind === 'run' ? `run-${found.run.runId}` : found.trace.traceId);

function refOf(found: Found): TraceRef {
  return found.kind === 'run'
    ? { kind: 'run', runId: found.run.runId, name: `${found.run.workflow} ${shortId(found.run.runId)}` }
    : { kind: 'stored', traceId: found.trace.traceId, name: found.trace.name };
}

function isOther(found: Found, trace: TraceRef): boolean {
  return found.kind === 'run'
    ? trace.kind !== 'run' || trace.runId !== found.run.runId
    : trace.kind !== 'stored' || trace.traceId !== found.trace.traceId;
}

function textOf(found: Found, t: Translate): string {
  return found.kind === 'run'
    ? `${found.run.workflow} ${found.run.runId} ${t(lookOf(found.run).label)}`
    : `${found.trace.name} ${found.trace.service}`;
}

function compareWith({ trace, stays, instead }: CompareQuestion, other: TraceRef): void {
  const page: Page =
    stays === 'left' ? { kind: 'compare', left: trace, right: other } : { kind: 'compare', left: other, right: trace };
  closeCompareQuestion();
  if (instead) replacePage(instead, page);
  else openPage(page);
}

interface Search {
  readonly found: readonly Found[] | null;
  readonly problem: string | null;
}

/** Runs by what is known of them here, traces as the engine finds them. */
function useFound(workflow: string | null, text: string): Search {
  const [state, setState] = useState<Search>({ found: null, problem: null });
  useEffect(() => {
    const gone = new AbortController();
    const timer = setTimeout(() => {
      search(workflow, text, gone.signal).then(
        (found) => setState({ found, problem: null }),
        (error: unknown) => {
          if (!gone.signal.aborted) setState({ found: null, problem: explain(error) });
        },
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [workflow, text]);
  return state;
}

async function search(workflow: string | null, text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const of = workflow === null ? {} : { workflow };
  const [runs, traces] = await Promise.all([
    engine.runs.list({ ...of, limit: mostListed }, { signal }),
    engine.traces.list({ ...of, limit: mostListed, ...(text === '' ? {} : { text }) }, { signal }),
  ]);
  const wanted = text.toLowerCase();
  const fitting = runs.items.filter((run) =>
    `${run.runId} ${run.workflow} ${run.status}`.toLowerCase().includes(wanted),
  );
  return [
    ...fitting.map((run): Found => ({ kind: 'run', run })),
    ...traces.items.map((trace): Found => ({ kind: 'trace', trace })),
  ];
}

function RunItem({ run }: { readonly run: RunSummary }) {
  const t = useT();
  const { duration, dateTime } = useFormats();
  const { icon: Icon, tone, label } = lookOf(run);
  const took = run.endedAt === null ? null : Date.parse(run.endedAt) - Date.parse(run.startedAt);
  return (
    <>
      <span className={mark.glyph} data-tone={tone} title={t(label)}>
        <Icon size={13} strokeWidth={2.2} aria-hidden />
        <span className="visually-hidden">{t(label)}</span>
      </span>
      <span className={css.text}>
        <strong title={run.workflow}>{run.workflow}</strong>
        <span className={css.facts}>
          <span title={run.runId}>{shortId(run.runId)}</span>
          <span>{dateTime(Date.parse(run.startedAt))}</span>
        </span>
      </span>
      {took !== null && <span className={css.took}>{duration(took)}</span>}
    </>
  );
}

function TraceItem({ trace }: { readonly trace: TraceSummary }) {
  const t = useT();
  const { duration, dateTime, count } = useFormats();
  return (
    <>
      <span className={mark.glyph} title={t('compare.ask.trace')}>
        <ChartGantt size={13} strokeWidth={2.2} aria-hidden />
        <span className="visually-hidden">{t('compare.ask.trace')}</span>
      </span>
      <span className={css.text}>
        <strong title={trace.name}>{trace.name}</strong>
        <span className={css.facts}>
          <span>{trace.service}</span>
          <span>{dateTime(Date.parse(trace.startedAt))}</span>
          <span>{t('compare.spans', { count: trace.spans, number: count(trace.spans) })}</span>
        </span>
      </span>
      <span className={css.took}>{duration(trace.durationMs)}</span>
    </>
  );
}
