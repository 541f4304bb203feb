import type { Recorded } from '../../core/event.ts';
import type { NodeReader } from '../../node/index.ts';

/** The run that follows one that has ended: its next generation, or what it was reset to. */
export function nextOf(history: readonly Recorded[]): string | null {
  const last = history.at(-1);
  return last?.type === 'RunEnded' ? (last.next ?? null) : null;
}

/** The last of the runs that followed this one; itself where none did. */
export function lastOf(reader: NodeReader, runId: string): string {
  const next = reader.run(runId)?.next ?? null;
  return next === null ? runId : lastOf(reader, next);
}
