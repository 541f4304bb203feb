import { afterEach } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { ActivityContext } from '../activity.ts';
import { noPlace } from '../place.ts';
import type { ActivitySettings } from '../settings.ts';
import { testContext } from './context.ts';
import { listen, type TestServer } from './server.ts';
import { httpActivity } from '../http/index.ts';

/** Servers of one test, closed after it. */
export function servers(): (...args: Parameters<typeof listen>) => Promise<TestServer> {
  const open: TestServer[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });
  return async (...args) => {
    const server = await listen(...args);
    open.push(server);
    return server;
  };
}

export const inPlace = (http: ActivitySettings['http'], change: Partial<ActivityContext> = {}): ActivityContext =>
  testContext({ place: { ...noPlace, settings: { http } }, ...change });

const never = new AbortController().signal;

export const call = (input: Json, context = testContext(), signal = never): Promise<AttemptResult> =>
  httpActivity.perform(input, context, signal);

export async function outputOf(input: Json, context?: ActivityContext): Promise<JsonObject> {
  const result = await call(input, context);
  if (result.kind !== 'completed') throw new Error(`it failed: ${JSON.stringify(result.error)}`);
  return result.output as JsonObject; // of the activity's schema
}

export async function failureOf(input: Json, context?: ActivityContext, signal?: AbortSignal): Promise<Failure> {
  const result = await call(input, context, signal);
  if (result.kind !== 'failed') throw new Error(`it succeeded: ${JSON.stringify(result)}`);
  return result.error;
}
