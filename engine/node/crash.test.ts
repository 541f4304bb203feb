import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Recorded } from '../core/index.ts';
import { openReader } from './index.ts';
import { type Child, startChild } from './testing/child.ts';
import { testFolder } from './testing/folder.ts';

const KILLS = 10;
const RUNS = 12;

interface Noted {
  readonly runId: string;
  readonly id: string;
  readonly stepId: string;
  readonly undo: boolean;
  readonly done: boolean;
}

type Said = { readonly open?: true; readonly started?: string; readonly ended?: true } | null;

/** Reads what the child says until it is silent for good: killed, or at its end. */
async function listen(child: Child, acknowledged: Set<string>): Promise<boolean> {
  for (;;) {
    const said = (await child.line()) as Said;
    if (said?.started !== undefined) acknowledged.add(said.started);
    if (said === null || said.ended) return said !== null;
  }
}

function notedIn(file: string): readonly Noted[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Noted);
}

const idOf = (event: Recorded): string | null => {
  if (event.type === 'StepStarted' && event.detail.kind === 'task') return `attempt:${event.path}#${event.visit}:1`;
  if (event.type !== 'AttemptStarted') return null;
  return `${event.undo ? 'undo' : 'attempt'}:${event.path}#${event.visit}:${event.attempt}`;
};

describe('SIGKILL', () => {
  test(
    `[AT2][SG5] ${KILLS} times at random moments: nothing acknowledged is lost, nothing recorded is done again`,
    { timeout: 240_000 },
    async () => {
      const folder = testFolder();
      const [database, ledger] = [join(folder, 'runs.db'), join(folder, 'ledger')];
      const acknowledged = new Set<string>();
      const begin = (): Child => {
        const child = startChild('./run-child.ts', [database, ledger, String(RUNS)]);
        onTestFinished(() => child.kill());
        return child;
      };
      for (let i = 0; i < KILLS; i += 1) {
        const child = begin();
        expect(await child.line()).toEqual({ open: true });
        const heard = listen(child, acknowledged);
        await new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 25));
        await child.kill();
        await heard;
      }
      expect(await listen(begin(), acknowledged)).toBe(true);

      const reader = openReader(database);
      onTestFinished(() => reader.close());
      expect(reader.database.pragma('integrity_check', { simple: true })).toBe('ok');
      const noted = notedIn(ledger);
      expect(
        reader
          .runs()
          .items.map(({ runId }) => runId)
          .toSorted(),
      ).toEqual(Array.from({ length: RUNS }, (_, i) => `r${i}`).toSorted());
      for (const runId of acknowledged) expect(reader.run(runId)).not.toBeNull();
      let lost = 0;
      for (const { runId } of reader.runs().items) {
        const { items } = reader.history(runId);
        lost += items.filter((event) => event.type === 'AttemptFailed' && event.error.type === 'worker.lost').length;
        checkRun(
          items,
          noted.filter((line) => line.runId === runId),
        );
        expect(reader.run(runId)).toMatchObject({
          status: 'compensated',
          undo: 'complete',
          error: { type: 'refused' },
        });
      }
      expect(lost).toBeGreaterThan(0); // else nothing was proven
    },
  );
});

function checkRun(history: readonly Recorded[], noted: readonly Noted[]): void {
  expect(history.map(({ seq }) => seq)).toEqual(history.map((_, i) => i + 1));
  const begun = noted.filter(({ done }) => !done).map(({ id }) => id);
  expect(new Set(begun).size).toBe(begun.length); // no attempt was begun twice
  const recorded = new Set(history.flatMap((event) => idOf(event) ?? []));
  for (const id of begun.filter((attempt) => attempt.startsWith('attempt:'))) expect(recorded).toContain(id); // AC2
  const finished = new Set(noted.filter(({ done }) => done).map(({ id }) => id));
  for (const event of history)
    if (event.type === 'StepCompleted' && event.path !== 'order') expect(finished).toContain(event.output);
  const undone = history.flatMap((event) => (event.type === 'UndoCompleted' ? [event.path] : []));
  expect(undone).toEqual(['ship', 'charge', 'reserve']); // each once, in reverse
}
