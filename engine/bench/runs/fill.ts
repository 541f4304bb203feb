import { RUN_STATUSES } from '../../contract/runs-filter.ts';
import { openWritable } from '../../node/database.ts';
import { attributesProjection } from '../../node/views/attributes.ts';
import { keepViews } from '../../node/views/keeper.ts';
import { runListProjection } from '../../node/views/runList.ts';

const WORKFLOWS = 12;
const CUSTOMERS = 20_000;
const DAY = 86_400_000;

/** A database of runs that have ended, and some that have not, over 30 days: written as the engine writes them, but all in one go. */
export function fill(file: string, runs: number, now: number): void {
  const database = openWritable(file);
  database.pragma('synchronous = OFF');
  const insert = database.prepare(
    `INSERT INTO runs (run, run_id, workflow, hash, status, undo, started_at, ended_at, output, error, events, at)
     VALUES (?, ?, ?, ?, ?, 'none', ?, ?, 'null', ?, ?, ?)`,
  );
  const append = database.prepare('INSERT INTO journal (run, first_seq, last_seq, events) VALUES (?, ?, ?, ?)');
  const attention = database.prepare(`INSERT INTO attention VALUES (?, 'step', 'pay', 1, 'pay', '{}', ?, 3)`);
  const random = generator();
  database.transaction(() => {
    for (let run = 1; run <= runs; run += 1) {
      const made = madeUp(run, runs, now, random);
      const { runId, workflow, hash, status, startedAt, endedAt, error, events } = made;
      insert.run(
        run,
        runId,
        workflow,
        hash,
        status,
        startedAt,
        endedAt,
        error,
        endedAt === null ? 0 : events,
        endedAt ?? 0,
      );
      append.run(run, 1, events - 1, JSON.stringify([startOf(made, random)]));
      append.run(
        run,
        events,
        events,
        JSON.stringify([{ type: endedAt === null ? 'RunPaused' : 'RunEnded', seq: events, at: now }]),
      );
      if (status === 'suspended') attention.run(run, startedAt);
    }
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** The projections that the list is read from; how long they took, in ms. */
export function project(file: string): number {
  const began = performance.now();
  const keeper = keepViews(file, [runListProjection(), attributesProjection()], (message, error) => {
    throw new Error(message, { cause: error });
  });
  keeper.catchUp();
  keeper.close();
  return performance.now() - began;
}

type Random = () => number;

/** The same numbers each time. */
function generator(): Random {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function madeUp(run: number, runs: number, now: number, random: Random) {
  const workflow = `workflow-${Math.floor(random() ** 2 * WORKFLOWS)}`;
  const startedAt = Math.floor(now - 30 * DAY + (run / runs) * 30 * DAY);
  const isOpen = run > runs - runs / 200;
  const endings = RUN_STATUSES.slice(3);
  const ended = random() < 0.93 ? 'completed' : (endings[Math.floor(random() * endings.length)] ?? 'failed');
  const open = random() < 0.02 ? 'suspended' : 'running';
  const status = isOpen ? open : ended;
  return {
    runId: `0199${run.toString(16).padStart(8, '0')}-run`,
    workflow,
    hash: `${workflow.length}${Math.floor((run / runs) * 4)}${workflow}`.padEnd(40, 'f'),
    status,
    startedAt,
    endedAt: isOpen ? null : startedAt + Math.floor(random() ** 4 * 3_600_000),
    error:
      status === 'failed' ? JSON.stringify({ type: random() < 0.5 ? 'http.503' : 'card.declined', message: '' }) : null,
    events: 3 + Math.floor(random() * 60),
  };
}

function startOf({ runId, workflow, hash, startedAt }: ReturnType<typeof madeUp>, random: Random): object {
  const attributes = {
    customer: `c${Math.floor(random() * CUSTOMERS)}`,
    total: Math.round(random() * 100_000) / 100,
    region: random() < 0.6 ? 'eu' : 'us',
  };
  return { type: 'RunStarted', seq: 1, at: startedAt, runId, runKey: runId, workflow, hash, input: null, attributes };
}
