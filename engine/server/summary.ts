import type { RunSummary } from '../contract/types.ts';
import type { RunEntry } from '../runtime/entry.ts';

/** As the contract shows a run of the index. */
export function summaryOf(entry: RunEntry): RunSummary {
  const { runId, workflow, hash, status, undo, output, error, events } = entry;
  return {
    runId,
    workflow,
    hash,
    status,
    undo,
    startedAt: isoTime(entry.startedAt),
    endedAt: entry.endedAt === null ? null : isoTime(entry.endedAt),
    output,
    error,
    attention: entry.attention.length,
    events,
  };
}

export const isoTime = (ms: number): string => new Date(ms).toISOString();
