import { evolve, initialState, link } from '../../core/index.ts';
import { openReader } from '../../node/index.ts';
import type { Figures } from '../measure/figures.ts';
import { ring } from './definitions.ts';
import { steppedEngine } from './stepped.ts';
import { openBenchEngine } from './host.ts';

const RUN = 'long';
const ALL = 1_000_000;

/** W5, before: one run of so many events, with an attempt under way. It stays open until it is killed. */
export async function leaveLongRun(database: string, events: number): Promise<Figures> {
  const stepped = await steppedEngine(database);
  await stepped.start(RUN);
  await stepped.advance(RUN, events);
  await stepped.engine.projected();
  return { events: stepped.eventsOf(RUN) };
}

/** W5: from opening the database, where the run has `events`, to its first decision being durable. */
export async function resume(database: string, events: number): Promise<Figures> {
  const started = performance.now();
  const engine = await openBenchEngine(database, { perform: () => new Promise(() => {}) });
  for await (const _ of engine.events(RUN, events)) break;
  const resumeMs = performance.now() - started;
  await engine.close();
  return { resumeMs };
}

/** W5: all of its events read and folded, as if there were no snapshot. */
export function fold(database: string): Figures {
  const reader = openReader(database);
  const { definition, hash } = ring();
  const program = link(definition as Parameters<typeof link>[0], hash);
  const started = performance.now();
  const { items } = reader.history(RUN, 0, ALL);
  const state = items.reduce((before, event) => evolve(program, before, event), initialState());
  const foldMs = performance.now() - started;
  reader.close();
  if (state.seq !== items.length) throw new Error('the fold is not where the history is');
  return { foldMs, events: items.length };
}
