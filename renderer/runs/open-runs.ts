/**
 * The runs that are looked at: each with all its events, its view folded from them, and the moment shown.
 * The events are the only truth here as well: what the screen shows at event n is the fold of the first n.
 */
import { type Json, type Recorded, type RunView, viewOf } from '@sagaloom/engine/core';
import { create } from 'zustand';
import { engine, watchRun } from '../rpc/index.ts';
import { explain } from '../shell/notices.ts';
import { isOpen } from './status.ts';

export interface OpenRun {
  readonly runId: string;
  readonly phase: 'loading' | 'open' | 'broken';
  /** Why it could not be read. */
  readonly problem: string | null;
  readonly events: readonly Recorded[];
  /** After the last event. */
  readonly head: RunView | null;
  /** The definition the run is pinned to. */
  readonly definition: Json;
  /** Number of the event looked at; null follows the run. */
  readonly moment: number | null;
}

interface OpenRunsState {
  readonly runs: Readonly<Record<string, OpenRun>>;
}

export const useOpenRuns = create<OpenRunsState>(() => ({ runs: {} }));

const watches = new Map<string, AbortController>();

/** Reads a run and follows it until it ends or is let go. */
export async function openRun(runId: string): Promise<void> {
  if (watches.has(runId)) return;
  const stop = new AbortController();
  watches.set(runId, stop);
  useOpenRuns.setState(({ runs }) => ({ runs: { ...runs, [runId]: emptyRun(runId) } }));
  try {
    const { history, definition, next } = await engine.runs.get({ runId }, { signal: stop.signal });
    if (stop.signal.aborted) return; // let go meanwhile, and perhaps opened again: it is no longer ours to fill
    put(runId, (run) => ({ ...run, phase: 'open', definition, ...followedBy(appended(run, history), next) }));
    if (!isOpen(useOpenRuns.getState().runs[runId]?.head?.status ?? 'running')) return;
    await watchRun(runId, history.at(-1)?.seq ?? 0, (events) => arrived(runId, events, stop.signal), stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return;
    put(runId, (run) => ({ ...run, phase: 'broken', problem: explain(error) }));
    watches.delete(runId);
  }
}

export function letGoOfRun(runId: string): void {
  watches.get(runId)?.abort();
  watches.delete(runId);
  useOpenRuns.setState(({ runs: { [runId]: _gone, ...runs } }) => ({ runs }));
}

/** Shows the run as it was after its first `count` events; null follows it. */
export function lookAt(runId: string, count: number | null): void {
  put(runId, (run) => ({ ...run, moment: count === null || count >= run.events.length ? null : Math.max(1, count) }));
}

export function useOpenRun(runId: string | null): OpenRun | null {
  return useOpenRuns((state) => (runId === null ? null : (state.runs[runId] ?? null)));
}

/** What the screen shows: the run now, or at the moment looked at. */
export function shownView(run: OpenRun): RunView | null {
  return run.moment === null ? run.head : foldFirst(run.events, run.moment);
}

let folded: { readonly events: readonly Recorded[]; readonly count: number; readonly view: RunView | null } | null =
  null;

/** One moment is looked at at a time, by several parts of the screen. */
function foldFirst(events: readonly Recorded[], count: number): RunView | null {
  if (folded?.events === events && folded.count === count) return folded.view;
  const forward = folded?.events === events && folded.count < count ? folded : null;
  const view = viewOf(events.slice(forward?.count ?? 0, count), forward?.view ?? null);
  folded = { events, count, view };
  return view;
}

function arrived(runId: string, events: readonly Recorded[], stop: AbortSignal): void {
  put(runId, (run) => ({ ...run, ...appended(run, events) }));
  if (events.some(({ type }) => type === 'DefinitionMigrated')) void readDefinition(runId, stop);
}

/** It goes on by another one. Where that cannot be read, the old one is shown on; the line says itself when it is broken. */
async function readDefinition(runId: string, signal: AbortSignal): Promise<void> {
  const detail = await engine.runs.get({ runId }, { signal }).catch(() => null);
  if (detail) put(runId, (run) => ({ ...run, definition: detail.definition }));
}

function appended(run: OpenRun, fresh: readonly Recorded[]): Pick<OpenRun, 'events' | 'head'> {
  if (fresh.length === 0) return run;
  return { events: [...run.events, ...fresh], head: viewOf(fresh, run.head) };
}

/** One that was reset after its end does not say so itself (LI4). */
function followedBy<T extends Pick<OpenRun, 'head'>>(run: T, next: string | null): T {
  return run.head === null || next === null ? run : { ...run, head: { ...run.head, next } };
}

function put(runId: string, change: (run: OpenRun) => OpenRun): void {
  useOpenRuns.setState(({ runs }) => {
    const run = runs[runId];
    return run ? { runs: { ...runs, [runId]: change(run) } } : {};
  });
}

function emptyRun(runId: string): OpenRun {
  return { runId, phase: 'loading', problem: null, events: [], head: null, definition: null, moment: null };
}
