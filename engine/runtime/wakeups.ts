import type { Clock } from './ports.ts';

/**
 * One timer of the clock for the timers of all runs in memory.
 *
 *   WK1  a run is woken at its time or before, never later; woken early, it says again when it wants to be
 *   WK2  a time that only moves on costs nothing: the entry made for the earlier one stays
 *
 * WK2 matters because each step has a deadline which nearly always passes unused.
 */
export interface Wakeups {
  set(runId: string, at: number): void;
  /** It need not be woken any more. */
  clear(runId: string): void;
  stop(): void;
}

interface Entry {
  readonly runId: string;
  readonly at: number;
}

/** Entries of runs long ended are swept out when they are the greater part. */
const COMPACT_FROM = 1_024;

export function wakeups(clock: Clock, wake: (runId: string) => void): Wakeups {
  const due = new Map<string, number>();
  let heap: Entry[] = [];
  let armed: { readonly at: number; readonly cancel: () => void } | null = null;

  const arm = (): void => {
    const at = heap[0]?.at;
    if (at === undefined || (armed && armed.at <= at)) return;
    armed?.cancel();
    armed = { at, cancel: clock.setTimer(at, fire) };
  };
  const fire = (): void => {
    armed = null;
    const now = clock.now();
    for (let first = heap[0]; first && first.at <= now; first = heap[0]) {
      pop(heap);
      if (due.get(first.runId) !== first.at) continue; // a later entry for an earlier time took its place
      due.delete(first.runId);
      wake(first.runId);
    }
    arm();
  };
  return {
    set(runId, at) {
      if (!Number.isFinite(at) || (due.get(runId) ?? Infinity) <= at) return; // WK2
      due.set(runId, at);
      push(heap, { runId, at });
      arm();
    },
    clear(runId) {
      due.delete(runId);
      if (heap.length < 2 * due.size + COMPACT_FROM) return;
      heap = heap.filter((entry) => due.get(entry.runId) === entry.at).toSorted((a, b) => a.at - b.at); // sorted is a heap
    },
    stop() {
      armed?.cancel();
      armed = null;
      heap = [];
      due.clear();
    },
  };
}

/** A binary heap by time. */
function push(heap: Entry[], entry: Entry): void {
  let i = heap.push(entry) - 1;
  while (i > 0) {
    const up = (i - 1) >> 1;
    const parent = heap[up];
    if (!parent || parent.at <= entry.at) break;
    heap[i] = parent;
    i = up;
  }
  heap[i] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let i = 0;
  for (let next = lesserChild(heap, i); next !== null; next = lesserChild(heap, i)) {
    const child = heap[next];
    if (!child || child.at >= last.at) break;
    heap[i] = child;
    i = next;
  }
  heap[i] = last;
}

function lesserChild(heap: readonly Entry[], i: number): number | null {
  const left = heap[2 * i + 1];
  const right = heap[2 * i + 2];
  if (!left) return null;
  return right && right.at < left.at ? 2 * i + 2 : 2 * i + 1;
}
