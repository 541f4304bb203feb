import type { JsonObject } from '../../core/json.ts';
import { scheduledRun } from '../triggers/schedules.ts';
import { live, newWorld, START, until, type World } from './crashing.ts';
import { definitionOf, request, task } from './documents.ts';

/** A workflow that is started hourly, in a world of virtual time. */
export const HOUR = 3_600_000;
export const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
export const hourly = (trigger: JsonObject = {}, steps: JsonObject = { work: task(steady) }): JsonObject =>
  definitionOf(steps, {
    name: 'report',
    triggers: {
      hourly: {
        type: 'schedule',
        every: '1h',
        input: { at: '{% trigger.at %}', by: '{% trigger.name %}' },
        ...trigger,
      },
    },
  });

export const runAt = (hours: number): string => scheduledRun('report', 'hourly', START + hours * HOUR);

export async function deployed(definition: JsonObject, change: Partial<World> = {}) {
  const world = newWorld(change);
  const life = await live(world);
  await life.engine.deploy({ ...request(definition), by: 'me' });
  const rest = (): Promise<boolean> => until(life, world.clock, async () => true);
  await rest();
  const pass = async (ms: number): Promise<void> => {
    for (const end = world.clock.now() + ms; world.clock.now() < end; await rest())
      world.clock.advance(Math.min(60_000, end - world.clock.now()));
  };
  /** Hours from the start at which there is a run. */
  const started = async (upTo = 48): Promise<readonly number[]> => {
    const hours = Array.from({ length: upTo + 1 }, (_, i) => i);
    const entries = await Promise.all(hours.map((hour) => world.journal.entry(runAt(hour))));
    return hours.filter((_, i) => entries[i] !== null);
  };
  return { world, life, engine: life.engine, rest, pass, started };
}
