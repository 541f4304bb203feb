import type { AttentionItem } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import type { Json } from '@sagaloom/engine/core';
import { engine, wire } from '../rpc/index.ts';
import { explain } from '../shell/notices.ts';

interface AttentionState {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly items: readonly AttentionItem[];
}

/** What waits for a person: stuck steps and stuck undos, of all runs. */
export const useAttention = create<AttentionState>(() => ({ phase: 'loading', problem: null, items: [] }));

export async function loadAttention(): Promise<void> {
  try {
    useAttention.setState({ phase: 'ready', problem: null, items: await engine.runs.attention() });
  } catch (error) {
    useAttention.setState({ phase: 'broken', problem: explain(error) });
  }
}

/** What a person may decide about a stuck step or undo. */
export type Decision = 'retry' | 'skip' | 'complete' | 'abort';

export const decisionsFor: Readonly<Record<AttentionItem['kind'], readonly Decision[]>> = {
  step: ['retry', 'skip', 'complete', 'abort'],
  undo: ['retry', 'skip', 'abort'],
};

export interface Answer {
  readonly why: string;
  /** For `complete`. */
  readonly output: Json;
}

export async function decideOn(item: AttentionItem, decision: Decision, { why, output }: Answer): Promise<void> {
  const { runId, path, visit } = item;
  const place = { runId, path, visit, ...(why ? { why } : {}) };
  const asked = { runId, ...(why ? { why } : {}) };
  const { runs } = engine;
  if (item.kind === 'undo') {
    if (decision === 'retry') await runs.undoRetry(place);
    else if (decision === 'skip') await runs.undoSkip(place);
    else await runs.undoAbort(place);
  } else if (decision === 'retry') await runs.retryStep(place);
  else if (decision === 'skip') await runs.skipStep(place);
  else if (decision === 'complete') await runs.completeStep({ ...place, output: wire(output) });
  // A stuck step has no undo to give up: what remains is to end the run where it stands.
  else await runs.terminate(asked);
  await loadAttention();
}
