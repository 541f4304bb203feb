import type { NodeEngine } from '../../node/index.ts';
import type { Activities } from '../../runtime/index.ts';
import { loop } from './definitions.ts';
import { openBenchEngine } from './host.ts';
import { startRun } from './runs.ts';

/** Runs of the loop that go on only when told: each turn is one attempt answered, and the next begun. */
export interface Stepped {
  readonly engine: NodeEngine;
  start(runId: string): Promise<void>;
  readonly turn: (runId: string) => Promise<void>;
  /** Turns until its history is at least so long. */
  advance(runId: string, events: number): Promise<void>;
  eventsOf(runId: string): number;
}

type Answer = Awaited<ReturnType<Activities['perform']>>;

const LOOK_EVERY = 10;

export async function steppedEngine(database: string): Promise<Stepped> {
  const compiled = loop();
  const answers = new Map<string, (answer: Answer) => void>();
  const begun = new Map<string, () => void>();
  const engine = await openBenchEngine(database, {
    perform: ({ run: { runId } }) =>
      new Promise((resolve) => {
        answers.set(runId, resolve);
        begun.get(runId)?.();
      }),
  });
  const nextAttempt = (runId: string): Promise<void> => new Promise((resolve) => begun.set(runId, resolve));
  const turn = async (runId: string): Promise<void> => {
    const next = nextAttempt(runId);
    answers.get(runId)?.({ kind: 'completed', output: null });
    await next;
  };
  const eventsOf = (runId: string): number => engine.reader.run(runId)?.events ?? 0;
  return {
    engine,
    turn,
    eventsOf,
    async start(runId) {
      const first = nextAttempt(runId);
      await startRun(engine, compiled, runId);
      await first;
    },
    async advance(runId, events) {
      for (let turns = 0; turns % LOOK_EVERY !== 0 || eventsOf(runId) < events; turns += 1) await turn(runId);
    },
  };
}
