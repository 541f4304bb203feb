import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Json } from '../core/json.ts';
import { type ActivityContext, completed, defineActivity } from './activity.ts';
import { activityInfo } from './infos.ts';
import { activitiesIn, builtinActivities, localActivities, noPlace, workforce } from './index.ts';
import { testContext } from './testing/context.ts';

const signal = new AbortController().signal;

function contextWith(lines: Json[]): ActivityContext {
  return testContext({ logger: (level, message, data) => lines.push([level, message, data ?? null]) });
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

describe('each built-in activity', () => {
  test.each([...builtinActivities.values()])('$name says what it is, with examples that fit its input', (activity) => {
    const info = activityInfo(activity, 'builtin');
    expect(info.input).toMatchObject({ type: expect.stringMatching('object') as string });
    expect(info.summary).toMatch(/^[A-Z].*\.$/);
    expect(info.docs.length).toBeGreaterThan(80);
    expect(info.icon).toMatch(/^M[\d\s.,a-zA-Z-]+$/);
    expect(info.examples.length).toBeGreaterThan(0);
    for (const { title, with: input } of info.examples) {
      const checked = activity.input.safeParse(literal(input));
      expect([title, checked.success ? [] : checked.error.issues]).toEqual([title, []]);
    }
  });
});

/** An expression may give anything: texts that are one are left to the run, and stand for a text here. */
function literal(value: Json): Json {
  return JSON.parse(JSON.stringify(value).replaceAll(/\{%.*?%\}/g, 'x')) as Json;
}

test('one that throws has failed with effect unknown, and the process goes on', async () => {
  const broken = defineActivity({
    name: 'broken',
    summary: '',
    docs: '',
    examples: [],
    category: 'general',
    icon: '',
    input: z.json(),
    output: z.null(),
    run: () => Promise.reject(new Error('oops')),
  });
  expect(await broken.perform(null, contextWith([]), signal)).toEqual({
    kind: 'failed',
    error: { type: 'activity.crashed', message: 'The activity broken broke: oops' },
  });
});

describe('before a run', () => {
  const http = builtinActivities.get('http') as { warmUp: () => Promise<unknown> };
  const running = (...activities: readonly string[]) => ({ steps: activities.map((activity) => ({ activity })) });
  const force = workforce([
    localActivities(
      builtinActivities,
      () => {},
      () => ({ ok: true, place: noPlace }),
    ),
  ]);

  test('what its activities need is loaded, and no more', async () => {
    const warmUp = vi.spyOn(http, 'warmUp');
    await force.warmUp?.(activitiesIn(running('log', 'other')));
    expect(warmUp).not.toHaveBeenCalled();
    await force.warmUp?.(activitiesIn(running('log', 'http')));
    expect(warmUp).toHaveBeenCalledOnce();
    expect(await warmUp.mock.results[0]?.value).toHaveProperty('perform');
  });
});
