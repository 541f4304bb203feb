import type { RunSummary } from '@sagaloom/engine/contract';
import { beforeEach, expect, test, vi } from 'vitest';
import { engine } from '../rpc/index.ts';
import { filterRuns, loadMoreRuns, loadRuns, runChanged, useRunList } from './run-list.ts';

// The engine's list is the engine's to test; here it answers what, and when, the test says.
vi.mock('../rpc/index.ts', () => ({
  EngineUnreachable: class extends Error {},
  engine: { runs: { list: vi.fn<(input: object) => Promise<unknown>>() } },
}));
const list = vi.mocked(engine.runs.list);

const run = (n: number, more: Partial<RunSummary> = {}): RunSummary => ({
  runId: `r${n}`,
  workflow: 'order',
  hash: '',
  status: 'completed',
  undo: 'none',
  startedAt: new Date(n * 1_000).toISOString(),
  endedAt: null,
  output: null,
  error: null,
  attention: 0,
  events: 1,
  parent: null,
  next: null,
  queued: false,
  attributes: {},
  ...more,
});
const page = (runs: readonly RunSummary[], next: string | null = null) => ({ items: runs, next });
const shown = () => useRunList.getState().items.map(({ runId }) => runId);

beforeEach(() => {
  list.mockReset();
  useRunList.setState(useRunList.getInitialState(), true);
});

test('pages follow one another; a run that is on two of them is listed once', async () => {
  list.mockResolvedValueOnce(page([run(4), run(3)], 'c')).mockResolvedValueOnce(page([run(3), run(2)]));
  await loadRuns();
  await loadMoreRuns();
  await loadMoreRuns(); // there is no more: nothing is asked
  expect(shown()).toEqual(['r4', 'r3', 'r2']);
  expect(list).toHaveBeenCalledTimes(2);
});

test('an answer to an old filter does not take the place of the new one', async () => {
  const late = Promise.withResolvers<ReturnType<typeof page>>();
  list.mockReturnValueOnce(late.promise).mockResolvedValueOnce(page([run(1, { status: 'failed' })]));
  const first = loadRuns();
  filterRuns({ status: 'failed' });
  await vi.waitFor(() => expect(shown()).toEqual(['r1']));
  late.resolve(page([run(9)]));
  await first;
  expect(shown()).toEqual(['r1']);
});

test('a change shows at once, unless the filter is for others; older news does not undo newer', async () => {
  list.mockResolvedValueOnce(page([run(1, { status: 'running', events: 3 })]));
  filterRuns({ status: 'running' });
  await vi.waitFor(() => expect(shown()).toEqual(['r1']));
  runChanged(run(2, { status: 'running' }));
  runChanged(run(1, { status: 'running', events: 2 }));
  expect(shown()).toEqual(['r2', 'r1']);
  expect(useRunList.getState().items[1]?.events).toBe(3);
  runChanged(run(1, { status: 'completed', events: 4 }));
  expect(shown()).toEqual(['r2']);
});

test('what cannot be read says why', async () => {
  list.mockRejectedValueOnce(new Error('no'));
  await loadRuns();
  expect(useRunList.getState()).toMatchObject({ phase: 'broken', problem: expect.stringContaining('no') });
});
