import { useSyncExternalStore } from 'react';

const tickMs = 100;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

const never = (): (() => void) => () => {};

/** The time, to the tick, for what runs while it is looked at; a still picture costs nothing. */
export function useNow(ticking: boolean, everyMs = tickMs): number {
  return useSyncExternalStore(ticking ? subscribe : never, () => now - (now % everyMs));
}
