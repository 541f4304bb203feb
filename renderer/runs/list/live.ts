/** The list while runs go on: rows that are listed change where they stand; what is new is counted, or shown where it does no harm. */
import { filterOf, type RunSummary } from '@sagaloom/engine/contract';
import { engine } from '../../rpc/index.ts';
import { onRunChanged } from '../changed.ts';
import { load, PAGE, readCounts, useList } from './list.ts';

const settleMs = 600;

/** `isAtRest`: nobody has scrolled away from the first row, or chosen any. Gives back how to stop. */
export function followRuns(isAtRest: () => boolean): () => void {
  const pending = new Map<string, RunSummary>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const settle = (): void => {
    timer = null;
    const changed = new Map(pending);
    pending.clear();
    const known = new Set(useList.getState().items.map(({ runId }) => runId));
    const isNew = [...changed.keys()].some((runId) => !known.has(runId));
    useList.setState(({ items }) => ({ items: items.map((run) => fresher(run, changed.get(run.runId))) }));
    void readCounts();
    if (isNew) void (isAtRest() ? load() : countFresh());
  };
  const stop = onRunChanged((run) => {
    pending.set(run.runId, run);
    timer ??= setTimeout(settle, settleMs);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}

function fresher(run: RunSummary, change: RunSummary | undefined): RunSummary {
  return change && change.events >= run.events ? change : run;
}

/** Those of the first page as it would be now that stand before all that are listed. */
async function countFresh(): Promise<void> {
  const { asked, sort, items, phase } = useList.getState();
  if (phase !== 'ready') return;
  const page = await engine.runs.list({ ...filterOf(asked, Date.now()), sort, limit: PAGE }).catch(() => null);
  if (!page || useList.getState().items[0]?.runId !== items[0]?.runId) return;
  const known = new Set(items.map(({ runId }) => runId));
  const count = page.items.filter(({ runId }) => !known.has(runId)).length;
  useList.setState({ fresh: { count, more: count >= PAGE } });
}
