import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Json } from '../core/json.ts';
import type { Progress, Work } from '../runtime/ports.ts';
import { type ActivityLogger, completed, defineActivity } from './activity.ts';
import { type Activity, builtinActivities, localActivities, noPlace, workforce } from './index.ts';

const work = (activity: string): Work => ({
  kind: 'attempt',
  id: 'attempt:a#1:2',
  stepId: 'a',
  path: 'a',
  visit: 1,
  undo: false,
  attempt: 2,
  activity,
  with: { message: 'hi' },
  key: 'k',
  taskQueue: 'default',
  startedAt: 0,
  deadline: 1,
  limit: 'startToClose',
  reportPickUp: false,
  heartbeatMs: null,
  heartbeat: { done: 3 },
  cancel: false,
  run: { runId: 'r', runKey: 'r', workflow: 'w', hash: 'h', traceparent: null },
});

const portOf = (activities: ReadonlyMap<string, Activity>, logger: ActivityLogger = () => {}) =>
  workforce([localActivities(activities, logger, () => ({ ok: true, place: noPlace }))]);

describe('the port', () => {
  test('runs the activity that is named', async () => {
    const lines: string[] = [];
    const port = portOf(builtinActivities, (_, message) => lines.push(message));
    expect(await port.perform(work('log'), new AbortController().signal)).toEqual({ kind: 'completed', output: null });
    expect(lines).toEqual(['hi']);
  });

  test('[AT1] an activity says how far it is, and hears how far the attempt before it was', async () => {
    const counting = defineActivity({
      name: 'counting',
      summary: 'Counts on.',
      docs: '',
      examples: [],
      category: 'general',
      icon: '',
      input: z.unknown(),
      output: z.unknown(),
      async run(_, { heartbeat, lastHeartbeat }) {
        heartbeat({ done: 4 });
        heartbeat();
        return completed({ from: lastHeartbeat });
      },
    });
    const said: (Json | undefined)[] = [];
    const port = portOf(new Map([['counting', counting]]));
    const progress: Progress = {
      heartbeat: (details) => void said.push(details),
      pickedUp: async () => true,
      whenDecided: () => {},
      secret: async () => null,
      scrub: (value) => value,
    };
    const { signal } = new AbortController();
    const result = await port.perform(work('counting'), signal, progress);
    expect(result).toEqual({ kind: 'completed', output: { from: { done: 3 } } });
    expect(said).toEqual([{ done: 4 }, undefined]);
    expect(await port.perform(work('counting'), signal)).toEqual(result); // a host that hears of nothing
  });

  test('[AT2] a name that nobody has was never tried: final, effect none', async () => {
    const port = portOf(builtinActivities);
    expect(await port.perform(work('nobody'), new AbortController().signal)).toMatchObject({
      kind: 'failed',
      error: { type: 'activity.unknown', effect: 'none', retryable: false },
    });
  });
});
