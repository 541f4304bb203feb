import type { Json, Recorded } from '@sagaloom/engine/core';
import { useEffect } from 'react';
import { create } from 'zustand';
import { engine } from '../../../rpc/index.ts';
import { useRunList } from '../../../runs/run-list.ts';

/** A run as it was recorded, and what it ran. */
export interface Recording {
  readonly runId: string | null;
  readonly events: readonly Recorded[];
  readonly definition: Json;
  readonly hash: string;
}

interface LastRunsState {
  /** By workflow: null there is none; absent: not asked yet. */
  readonly byWorkflow: Readonly<Record<string, Recording | null>>;
}

const useLastRuns = create<LastRunsState>(() => ({ byWorkflow: {} }));
const asked = new Map<string, string>();

/** The last run of a workflow; follows new ones. Undefined until it is known. */
export function useLastRun(workflow: string, isWanted: boolean): Recording | null | undefined {
  const seen = useRunList(({ items }) => {
    const newest = items.find((run) => run.workflow === workflow);
    return newest ? `${newest.runId} ${newest.events}` : '';
  });
  useEffect(() => {
    if (!isWanted || workflow === '' || asked.get(workflow) === seen) return undefined;
    const timer = setTimeout(() => {
      asked.set(workflow, seen);
      void readLastRun(workflow, seen);
    }, settledAfterMs(workflow));
    return () => clearTimeout(timer);
  }, [workflow, seen, isWanted]);
  return useLastRuns(({ byWorkflow }) => byWorkflow[workflow]);
}

/** At once at first; then a run that goes on is not read again at each of its events. */
const settledAfterMs = (workflow: string): number => (asked.has(workflow) ? 500 : 0);

async function readLastRun(workflow: string, seen: string): Promise<void> {
  try {
    const { items } = await engine.runs.list({ workflow, limit: 1 });
    const [newest] = items;
    const detail = newest ? await engine.runs.get({ runId: newest.runId }) : null;
    if (asked.get(workflow) !== seen) return; // asked anew meanwhile
    const recording = detail && {
      runId: detail.runId,
      events: detail.history,
      definition: detail.definition,
      hash: detail.hash,
    };
    useLastRuns.setState(({ byWorkflow }) => ({ byWorkflow: { ...byWorkflow, [workflow]: recording } }));
  } catch {
    asked.delete(workflow); // no line, or the run went away: asked again with the next field that needs it
  }
}
