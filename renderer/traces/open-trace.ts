import type { TraceSummary } from '@sagaloom/engine/contract';
import { translate } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { closePage, openPage, type TraceRef, usePages } from '../shell/pages.ts';
import { attempt } from '../shell/notices.ts';
import { announce, toast } from '../ui/index.ts';

export const refOf = ({ traceId, name }: Pick<TraceSummary, 'traceId' | 'name'>): TraceRef => ({
  kind: 'stored',
  traceId,
  name: name === '' ? traceId.slice(0, 8) : name,
});

export function openTrace(trace: Pick<TraceSummary, 'traceId' | 'name'>): void {
  openPage({ kind: 'trace', trace: refOf(trace) });
}

/** By what somebody has at hand: a trace's id, a `traceparent`, or the id of a run of this engine. */
export async function openById(typed: string): Promise<boolean> {
  const opened = await attempt('traces.byId.none', { id: typed.trim() }, async () => {
    const traceId = traceIdOf(typed);
    if (traceId !== null) return openTrace(await engine.traces.summary({ traceId }));
    const run = await engine.runs.get({ runId: typed.trim() });
    return openPage({ kind: 'trace', trace: { kind: 'run', runId: run.runId, name: run.workflow } });
  });
  return opened !== null;
}

/** 32 hex digits, alone or as a part of a `traceparent`. */
export function traceIdOf(typed: string): string | null {
  return (
    /^\s*(?:[0-9a-f]{2}-)?([0-9a-f]{32})(?:-[0-9a-f]{16}-[0-9a-f]{2})?\s*$/i.exec(typed)?.[1]?.toLowerCase() ?? null
  );
}

/** As many as the engine takes at once. */
const atOnce = 500;

export async function removeTraces(traceIds: readonly string[]): Promise<void> {
  const removed = await attempt('traces.remove.failed', {}, async () => {
    let count = 0;
    for (let from = 0; from < traceIds.length; from += atOnce) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      count += (await engine.traces.remove({ traceIds: traceIds.slice(from, from + atOnce) })).removed;
    }
    return { count };
  });
  if (!removed) return;
  closePagesOf(new Set(traceIds));
  const words = (): string => translate('traces.remove.done', { count: removed.count });
  toast(words, 'ok');
  announce(words());
}

function closePagesOf(traceIds: ReadonlySet<string>): void {
  for (const { id, page } of usePages.getState().pages) {
    if (page.kind === 'trace' && page.trace.kind === 'stored' && traceIds.has(page.trace.traceId)) closePage(id);
  }
}
