import type { Heat, HeatAsked, HeatSource } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { engine } from '../rpc/index.ts';
import { explain } from '../shell/notices.ts';
import type { Measure } from './measures.ts';

/** Which runs, or traces, the heat is made of. */
export interface HeatAsk {
  readonly source: HeatSource;
  readonly limit: number;
  /** Of runs: in this status alone. */
  readonly status: string | null;
  /** Of this version alone. */
  readonly hash: string | null;
  /** Begun in the last so many hours. */
  readonly hours: number | null;
}

export interface LoadedHeat {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly done: number;
  readonly of: number;
  /** The one before stays to be seen while the next is made. */
  readonly heat: Heat | null;
  readonly problem: string | null;
}

interface HeatState {
  /** A way of looking, the same for all drawings, until the page is left. */
  readonly isOn: boolean;
  readonly measure: Measure;
  readonly ask: HeatAsk;
  readonly byWorkflow: Readonly<Record<string, LoadedHeat>>;
}

export const useHeat = create<HeatState>(() => ({
  isOn: false,
  measure: 'p95',
  ask: { source: 'runs', limit: 1_000, status: null, hash: null, hours: null },
  byWorkflow: {},
}));

export function toggleHeat(): void {
  useHeat.setState(({ isOn }) => ({ isOn: !isOn }));
}

/** A single run is to be looked at. */
export function closeHeat(): void {
  useHeat.setState({ isOn: false });
}

export function measureBy(measure: Measure): void {
  useHeat.setState({ measure });
}

export function askHeat(change: Partial<HeatAsk>): void {
  useHeat.setState(({ ask }) => ({ ask: { ...ask, ...change } }));
}

const loading = new Map<string, AbortController>();

/** Asks the engine anew; an answer that is under way is given up. Gives back the way to give this one up. */
export function loadHeat(workflow: string, ask: HeatAsk): () => void {
  loading.get(workflow)?.abort();
  const stop = new AbortController();
  loading.set(workflow, stop);
  put(workflow, { phase: 'loading', done: 0, of: 0, problem: null });
  follow(workflow, ask, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) put(workflow, { phase: 'broken', problem: explain(error) });
  });
  return () => stop.abort();
}

async function follow(workflow: string, ask: HeatAsk, signal: AbortSignal): Promise<void> {
  for await (const update of await engine.heat.get(askedOf(workflow, ask), { signal })) {
    if (signal.aborted) return;
    if (update.kind === 'progress') put(workflow, { done: update.done, of: update.of });
    else put(workflow, { phase: 'ready', heat: update.heat });
  }
}

const hourMs = 3_600_000;

function askedOf(workflow: string, { source, limit, status, hash, hours }: HeatAsk): HeatAsked {
  return {
    workflow,
    source,
    limit,
    ...(status !== null && source === 'runs' ? { statuses: [status] } : {}),
    ...(hash === null ? {} : { hash }),
    ...(hours === null ? {} : { since: new Date(Date.now() - hours * hourMs).toISOString() }),
  };
}

const nothing: LoadedHeat = { phase: 'loading', done: 0, of: 0, heat: null, problem: null };

function put(workflow: string, change: Partial<LoadedHeat>): void {
  useHeat.setState(({ byWorkflow }) => ({
    byWorkflow: { ...byWorkflow, [workflow]: { ...(byWorkflow[workflow] ?? nothing), ...change } },
  }));
}
