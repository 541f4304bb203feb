import {
  compile,
  formatDuration,
  isObject,
  type Json,
  type JsonObject,
  parseDuration,
  type Recorded,
} from '@sagaloom/engine/core';
import { memoryHost, type Mocks, mocksSchema } from '@sagaloom/engine/memory';

/** A run that never was: the core in memory, with time that jumps, its steps answered by samples. */
export interface Simulation {
  readonly document: JsonObject;
  readonly input: Json;
  /** What steps gave, by id: samples, or what they gave in a run. */
  readonly outputs: JsonObject;
  /** As a mocks file has them; they come before `outputs`. */
  readonly mocks: Json;
  readonly signals: readonly SimulatedSignal[];
}

export interface SimulatedSignal {
  readonly name: string;
  readonly payload: Json;
  readonly key: Json;
  /** From the start, as a duration. */
  readonly at: string;
}

export interface Simulated {
  readonly events: readonly Recorded[];
  readonly definition: Json;
  readonly hash: string;
  /** Step that nothing answered for; the run ends there. */
  readonly unanswered: string | null;
}

/** Longer than anybody waits for a signal. */
const longWait = '366d';

/** Null where the document does not compile. */
export async function simulate({ document, input, outputs, mocks, signals }: Simulation): Promise<Simulated | null> {
  // What would start it elsewhere, or keep it waiting for others, is no part of the run itself.
  const { triggers: _triggers, concurrencyKey: _key, ...rest } = document;
  const compiled = compile(rest);
  if (!compiled.ok) return null;
  const host = await memoryHost({ workflows: [rest], mocks: mocksOf(outputs, mocks) });
  try {
    const runId = await host.start(compiled.definition.name, input);
    const began = host.clock.now();
    for (const { name, payload, key, at } of signals) {
      await host.pass(formatDuration(Math.max(0, (parseDuration(at) ?? 0) - (host.clock.now() - began))));
      await host.engine.signal(runId, { name, payload, key, by: 'preview' });
    }
    await host.pass(longWait);
    const events = await host.history(runId);
    return { events, definition: toJson(compiled.definition), hash: compiled.hash, unanswered: unansweredIn(events) };
  } finally {
    await host.close();
  }
}

const toJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

function mocksOf(outputs: JsonObject, given: Json): Mocks {
  const ofOutputs = Object.fromEntries(Object.entries(outputs).map(([id, output]) => [id, [{ return: output }]]));
  const parsed = mocksSchema.safeParse({ ...ofOutputs, ...(isObject(given) ? given : {}) });
  return parsed.success ? parsed.data : mocksSchema.parse(ofOutputs);
}

function unansweredIn(events: readonly Recorded[]): string | null {
  const failed = events.find((event) => event.type === 'AttemptFailed' && event.error.type === 'activity.notMocked');
  return failed && 'path' in failed ? (failed.path.split('.').at(-1) ?? null) : null;
}
