import type { RunSummary } from '@sagaloom/engine/contract';

const listeners = new Set<(run: RunSummary) => void>();

/** A run was started or has changed. */
export function tellRunChanged(run: RunSummary): void {
  for (const listener of listeners) listener(run);
}

/** Gives back how to stop listening. */
export function onRunChanged(listener: (run: RunSummary) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
