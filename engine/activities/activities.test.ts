import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type ActivityContext, completed, defineActivity } from './activity.ts';
import { activityInfos, builtinActivities, warmUpFor } from './index.ts';
import type { Json } from '../core/json.ts';

const signal = new AbortController().signal;

function contextWith(lines: Json[]): ActivityContext {
  const logger: ActivityContext['logger'] = (level, message, data) => lines.push([level, message, data ?? null]);
  return { key: 'k', traceparent: null, attempt: 1, logger, heartbeat: () => {}, lastHeartbeat: null };
}

describe('log', () => {
  test('writes its message, level and data, and gives null', async () => {
    const lines: Json[] = [];
    const log = builtinActivities.get('log');
    const result = await log?.perform({ message: 'hello', level: 'warn', data: { a: 1 } }, contextWith(lines), signal);
    await log?.perform({ message: 'plain' }, contextWith(lines), signal);
    expect(result).toEqual(completed(null));
    expect(lines).toEqual([
      ['warn', 'hello', { a: 1 }],
      ['info', 'plain', null],
    ]);
  });
});

describe('activities', () => {
  test('are listed with the JSON Schemas of their input and output', () => {
    const infos = activityInfos();
    expect(infos.map(({ name }) => name)).toEqual(['http', 'log']);
    expect(infos[0]).toMatchObject({
      source: 'builtin',
      input: { type: 'object', required: ['url'], additionalProperties: false },
      output: { type: 'object', required: ['status', 'headers', 'body'] },
    });
  });

  test('one that throws has failed with effect unknown, and the process goes on', async () => {
    const broken = defineActivity({
      name: 'broken',
      summary: '',
      input: z.json(),
      output: z.null(),
      run: () => Promise.reject(new Error('oops')),
    });
    expect(await broken.perform(null, contextWith([]), signal)).toEqual({
      kind: 'failed',
      error: { type: 'activity.crashed', message: 'The activity broken broke: oops' },
    });
  });
});

describe('before a run', () => {
  const http = builtinActivities.get('http') as { warmUp: () => Promise<unknown> };
  const running = (...activities: readonly string[]) => ({ steps: activities.map((activity) => ({ activity })) });

  test('what its activities need is loaded, and no more', async () => {
    const warmUp = vi.spyOn(http, 'warmUp');
    await warmUpFor(running('log', 'other'));
    expect(warmUp).not.toHaveBeenCalled();
    await warmUpFor(running('log', 'http'));
    expect(warmUp).toHaveBeenCalledOnce();
    expect(await warmUp.mock.results[0]?.value).toHaveProperty('perform');
  });
});
