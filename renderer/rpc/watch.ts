import type { ActivityInfo, RunSummary, WorkspaceFile } from '@sagaloom/engine/contract';
import type { Recorded } from '@sagaloom/engine/core';
import { engine, live } from './client.ts';
import { follow } from './follow.ts';

/** Every event of a run after `after`, in order and once, until the run ends or `signal` aborts. */
export async function watchRun(
  runId: string,
  after: number,
  each: (events: readonly Recorded[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let seen = after;
  await follow<readonly Recorded[]>({
    open: async (stop) => engine.runs.watch({ runId, after: seen }, { signal: stop }),
    each: (events) => {
      const fresh = events.filter((event) => event.seq > seen);
      seen = fresh.at(-1)?.seq ?? seen;
      if (fresh.length > 0) each(fresh);
    },
    live,
    signal,
  });
}

/** A summary whenever any run is started or changes. */
export async function watchChanges(each: (run: RunSummary) => void, signal: AbortSignal): Promise<void> {
  await follow<RunSummary>({
    open: async (stop) => engine.runs.changes(undefined, { signal: stop }),
    each,
    live,
    signal,
    endless: true,
  });
}

/** The list of activities whenever it changes. */
export async function watchActivities(
  each: (all: readonly ActivityInfo[]) => void,
  signal: AbortSignal,
): Promise<void> {
  await follow<readonly ActivityInfo[]>({
    open: async (stop) => engine.activities.changes(undefined, { signal: stop }),
    each,
    live,
    signal,
    endless: true,
  });
}

/** The workflows of the workspace: at once, and whenever one came, changed or went. */
export async function watchFiles(
  each: (all: readonly WorkspaceFile[]) => void,
  failed: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  await follow<readonly WorkspaceFile[]>({
    open: async (stop) => engine.workspace.changes(undefined, { signal: stop }),
    each,
    failed,
    live,
    signal,
    endless: true,
  });
}

/** How many traces from elsewhere are kept: at once, and whenever some came, grew or went. */
export async function watchTraces(each: (kept: number) => void, signal: AbortSignal): Promise<void> {
  await follow<number>({
    open: async (stop) => engine.traces.changes(undefined, { signal: stop }),
    each,
    live,
    signal,
    endless: true,
  });
}
