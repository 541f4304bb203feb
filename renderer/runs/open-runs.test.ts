import type { Recorded } from '@sagaloom/engine/core';
import { beforeEach, expect, test, vi } from 'vitest';
import { engine, watchRun } from '../rpc/index.ts';
import { letGoOfRun, lookAt, openRun, shownView, useOpenRuns } from './open-runs.ts';
import { runStarted } from './testing/events.ts';

// The wire is tested where it is; here the events come when the test says.
vi.mock('../rpc/index.ts', () => ({
  EngineUnreachable: class extends Error {},
  engine: { runs: { get: vi.fn<(input: object) => Promise<unknown>>() } },
  watchRun: vi.fn<() => Promise<void>>(),
}));
const get = vi.mocked(engine.runs.get);
const watch = vi.mocked(watchRun);

const history: readonly Recorded[] = [{ ...runStarted, seq: 1, at: 1 }];
const cancel: Recorded = { seq: 2, at: 2, type: 'CancelRequested' };
const detail = { history, definition: {} } as unknown as Awaited<ReturnType<typeof get>>;
const run = () => useOpenRuns.getState().runs['r'];

beforeEach(() => {
  letGoOfRun('r');
  get.mockReset();
  watch.mockReset();
});

test('a run is read, then followed from its last event on', async () => {
  get.mockResolvedValueOnce(detail);
  watch.mockImplementationOnce(async (_run, _after, each) => each([cancel]));
  await openRun('r');
  expect(watch.mock.calls[0]?.slice(0, 2)).toEqual(['r', 1]);
  expect(run()?.head).toMatchObject({ events: 2, cancelRequested: true });
});

test('[LI4] a run that was reset after its end names the one that follows, though its events do not', async () => {
  const end = { status: 'failed', output: null, error: { type: 'broken', message: '' }, left: [] } as const;
  const ended: Recorded = { seq: 2, at: 2, type: 'RunEnded', ...end };
  get.mockResolvedValueOnce({ ...detail, history: [...history, ended], next: 'n' });
  await openRun('r');
  expect(run()?.head).toMatchObject({ status: 'failed', next: 'n' });
});

test('a run that is migrated is shown by its new definition', async () => {
  const migrated: Recorded = { seq: 2, at: 2, type: 'DefinitionMigrated', from: '', hash: 'new', assigned: {} };
  get.mockResolvedValueOnce(detail).mockResolvedValueOnce({ ...detail, definition: { name: 'new' } });
  watch.mockImplementationOnce(async (_run, _after, each) => each([migrated]));
  await openRun('r');
  await vi.waitFor(() => expect(run()?.definition).toEqual({ name: 'new' }));
});

test('a moment shows the run as it was, and the last moment follows it again', async () => {
  get.mockResolvedValueOnce(detail);
  watch.mockImplementationOnce(async (_run, _after, each) => each([cancel]));
  await openRun('r');
  const shown = () => {
    const open = run();
    return open ? shownView(open)?.cancelRequested : null;
  };
  lookAt('r', 1);
  expect([shown(), run()?.moment]).toEqual([false, 1]);
  lookAt('r', 2);
  expect([shown(), run()?.moment]).toEqual([true, null]);
});

test('a run that cannot be read says so, and is read again when it is asked for again', async () => {
  get.mockRejectedValueOnce(new Error('no such run')).mockResolvedValueOnce(detail);
  await openRun('r');
  expect(run()).toMatchObject({ phase: 'broken', problem: expect.stringContaining('no such run') });
  await openRun('r');
  expect(run()).toMatchObject({ phase: 'open', problem: null });
});

test('a run that was let go stays away, whatever still comes of it', async () => {
  const late = Promise.withResolvers<typeof detail>();
  get.mockReturnValueOnce(late.promise);
  const opening = openRun('r');
  letGoOfRun('r');
  late.resolve(detail);
  await opening;
  expect(run()).toBeUndefined();
});
