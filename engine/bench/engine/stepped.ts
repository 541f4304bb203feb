import type { NodeEngine } from '../../node/index.ts';
import type { Activities } from '../../runtime/index.ts';
import { ring } from './definitions.ts';
import { openBenchEngine } from './host.ts';
import { startRun } from './runs.ts';

/** Runs of the ring that go on only when told: each turn is one attempt answered, and the next begun. */
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
  const compiled = ring();
  const answers = new Map<string, (answer: Answer) => void>();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const engine = await openBenchEngine(database, {
    perform: ({ run: { runId } }) =>
      new Promise((resolve) => {
        answers.set(runId, resolve);
        waiting.get(runId)?.resolve();
      }),
  });
  const nextAttempt = (runId: string): Promise<void> => {
    const next = Promise.withResolvers<void>();
    waiting.set(runId, next);
    return next.promise;
  };
  const turn = async (runId: string): Promise<void> => {
    const next = nextAttempt(runId);
    answers.get(runId)?.({ kind: 'completed', output: null });
    await next;
  };
  /** The ring has no end. */
  const watch = async (runId: string): Promise<void> => {
    const end = await engine.settled(runId);
    waiting.get(runId)?.reject(new Error(`the run ended: ${end?.error?.message ?? end?.status ?? 'not there'}`));
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
      void watch(runId);
    },
    async advance(runId, events) {
      for (let turns = 0; turns % LOOK_EVERY !== 0 || eventsOf(runId) < events; turns += 1) await turn(runId);
    },
  };
}
