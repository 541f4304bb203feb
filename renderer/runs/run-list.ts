import type { RunSummary } from '@sagaloom/engine/contract';
import type { RunStatus } from '@sagaloom/engine/core';
import { create } from 'zustand';
import { engine } from '../rpc/index.ts';
import { explain } from '../shell/notices.ts';

export interface RunFilter {
  readonly status: RunStatus | null;
  readonly workflow: string | null;
}

interface RunListState {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly items: readonly RunSummary[];
  readonly next: string | null;
  readonly filter: RunFilter;
  /** Every workflow name seen, for the filter. */
  readonly workflows: readonly string[];
}

export const useRunList = create<RunListState>(() => ({
  phase: 'loading',
  problem: null,
  items: [],
  next: null,
  filter: { status: null, workflow: null },
  workflows: [],
}));

const pageSize = 50;
let asked = 0;

/** Reads the first page anew, under the filter of the moment. */
export async function loadRuns(): Promise<void> {
  const question = ++asked;
  try {
    const page = await ask(null);
    if (question !== asked) return; // the filter changed meanwhile
    useRunList.setState({ phase: 'ready', problem: null, items: page.items, next: page.next });
    noteWorkflows(page.items);
  } catch (error) {
    if (question === asked) useRunList.setState({ phase: 'broken', problem: explain(error) });
  }
}

export async function loadMoreRuns(): Promise<void> {
  const { next } = useRunList.getState();
  if (next === null) return;
  const question = asked;
  const page = await ask(next);
  if (question !== asked) return;
  useRunList.setState(({ items }) => ({ items: merged(items, page.items), next: page.next }));
  noteWorkflows(page.items);
}

export function filterRuns(change: Partial<RunFilter>): void {
  useRunList.setState(({ filter }) => ({ filter: { ...filter, ...change }, items: [], next: null, phase: 'loading' }));
  void loadRuns();
}

/** A run was started or has changed. */
export function runChanged(run: RunSummary): void {
  noteWorkflows([run]);
  useRunList.setState(({ items, filter }) => ({
    items: passes(run, filter) ? merged(items, [run]) : items.filter(({ runId }) => runId !== run.runId),
  }));
}

async function ask(cursor: string | null) {
  const { status, workflow } = useRunList.getState().filter;
  return engine.runs.list({
    cursor,
    limit: pageSize,
    ...(status ? { status } : {}),
    ...(workflow ? { workflow } : {}),
  });
}

function passes(run: RunSummary, { status, workflow }: RunFilter): boolean {
  return (status === null || run.status === status) && (workflow === null || run.workflow === workflow);
}

/** Newest first, each once, the fresher word winning. */
function merged(old: readonly RunSummary[], fresh: readonly RunSummary[]): readonly RunSummary[] {
  const byId = new Map(old.map((run) => [run.runId, run]));
  for (const run of fresh) {
    const known = byId.get(run.runId);
    if (!known || known.events <= run.events) byId.set(run.runId, run);
  }
  return [...byId.values()].toSorted(
    (a, b) => b.startedAt.localeCompare(a.startedAt) || b.runId.localeCompare(a.runId),
  );
}

function noteWorkflows(runs: readonly RunSummary[]): void {
  const { workflows } = useRunList.getState();
  const fresh = runs.map(({ workflow }) => workflow).filter((name) => !workflows.includes(name));
  if (fresh.length > 0) useRunList.setState({ workflows: [...new Set([...workflows, ...fresh])].toSorted() });
}
