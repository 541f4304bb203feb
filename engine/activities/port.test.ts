import { describe, expect, test } from 'vitest';
import type { Work } from '../runtime/ports.ts';
import { activitiesPort, builtinActivities } from './index.ts';

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
  cancel: false,
  run: { runId: 'r', runKey: 'r', workflow: 'w', hash: 'h', traceparent: null },
});

describe('the port', () => {
  test('runs the activity that is named', async () => {
    const lines: string[] = [];
    const port = activitiesPort(builtinActivities, (_, message) => lines.push(message));
    expect(await port.perform(work('log'), new AbortController().signal)).toEqual({ kind: 'completed', output: null });
    expect(lines).toEqual(['hi']);
  });

  test('[AT2] a name that nobody has was never tried: final, effect none', async () => {
    const port = activitiesPort(builtinActivities, () => {});
    expect(await port.perform(work('nobody'), new AbortController().signal)).toMatchObject({
      kind: 'failed',
      error: { type: 'activity.unknown', effect: 'none', retryable: false },
    });
  });
});
