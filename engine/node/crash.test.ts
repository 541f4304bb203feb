import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Recorded } from '../core/index.ts';
import { openReader } from './index.ts';
import { type Child, startChild } from './testing/child.ts';
import { testFolder } from './testing/folder.ts';
import { contentsOf } from './testing/journal.ts';
import { builtinProjections } from './views/builtin.ts';
import { removeViews, viewsFile } from './views/file.ts';
import { keepViews } from './views/keeper.ts';

const KILLS = 10;
/** Begun anew in each life, so that there is always work to be killed in. */
const RUNS_A_LIFE = 3;

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

/** Until so many more lines are there, or the child is done: work, not time, so that a busy machine is killed in the midst of it too. */
async function grown(file: string, lines: number, done: Promise<unknown>): Promise<void> {
  const enough = countLines(file) + lines;
  const over = new AbortController();
  void done.then(() => over.abort());
  while (countLines(file) < enough && !over.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 1));
}

function countLines(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0;
}

const idOf = (event: Recorded): string | null => {
  if (event.type === 'StepStarted' && event.detail.kind === 'task') return `attempt:${event.path}#${event.visit}:1`;
  if (event.type !== 'AttemptStarted') return null;
  return `${event.undo ? 'undo' : 'attempt'}:${event.path}#${event.visit}:${event.attempt}`;
};

describe('SIGKILL', () => {
  test(
    `[AT2][SG5][HO4] ${KILLS} times at random moments: nothing acknowledged is lost, nothing recorded is done again`,
    { timeout: 240_000 },
    async () => {
      const folder = testFolder();
      const [database, ledger] = [join(folder, 'runs.db'), join(folder, 'ledger')];
      const acknowledged = new Set<string>();
      let runs = 0;
      const begin = async (): Promise<Child> => {
        runs += RUNS_A_LIFE;
        const child = startChild('./run-child.ts', [database, ledger, String(runs)]);
        onTestFinished(() => child.kill());
        expect(await child.line()).toEqual({ open: true });
        return child;
      };
      for (let i = 0; i < KILLS; i += 1) {
        const child = await begin();
        const heard = listen(child, acknowledged);
        await grown(ledger, 1 + Math.floor(Math.random() * 20), heard);
        await child.kill();
        await heard;
      }
      expect(await listen(await begin(), acknowledged)).toBe(true);

      const reader = openReader(database);
      onTestFinished(() => reader.close());
      expect(reader.database.pragma('integrity_check', { simple: true })).toBe('ok');
      const { items } = reader.runs({ limit: 500 });
      expect(new Set(items.map(({ runId }) => runId))).toEqual(
        new Set(Array.from({ length: runs }, (_, n) => `r${n}`)),
      );
      for (const runId of acknowledged) expect(reader.run(runId)).not.toBeNull();
      const noted = Map.groupBy(notedIn(ledger), ({ runId }) => runId);
      for (const run of items) {
        expect(run).toMatchObject({ status: 'compensated', undo: 'complete', error: { type: 'refused' } });
        checkRun(reader.history(run.runId).items, noted.get(run.runId) ?? []);
      }
      const lost = items.flatMap(({ runId }) => reader.history(runId).items).filter(isLost);
      expect(lost.length).toBeGreaterThanOrEqual(KILLS / 2); // else little was proven
      expect(viewsOf(database)).toEqual(viewsMadeAnew(database));
    },
  );
});

/** HO4: what was followed through all the kills, and what the journal gives from its beginning. */
function viewsOf(database: string): ReturnType<typeof contentsOf> {
  const keeper = keepViews(database, builtinProjections(), raise);
  keeper.catchUp();
  keeper.close();
  const views = new Database(viewsFile(database), { readonly: true });
  const { checkpoints: _, ...contents } = contentsOf(views);
  views.close();
  return contents;
}

function viewsMadeAnew(database: string): ReturnType<typeof contentsOf> {
  removeViews(viewsFile(database));
  return viewsOf(database);
}

function raise(message: string, error: unknown): never {
  throw new Error(message, { cause: error });
}

function isLost(event: Recorded): boolean {
  return event.type === 'AttemptFailed' && event.error.type === 'worker.lost';
}

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
