import { expect } from 'vitest';
import type { Failure } from '../../../core/failure.ts';
import type { Json } from '../../../core/json.ts';
import { testContext } from '../../testing/context.ts';
import { transformActivity } from '../index.ts';

const never = new AbortController().signal;

export const run = (from: Json, to: Json, data: Json, workspace = process.cwd()) =>
  transformActivity.perform(
    { from, to, data },
    testContext({ place: { workspace, settings: {}, isTrusted: false } }),
    never,
  );

export async function outputOf(from: Json, to: Json, data: Json, workspace?: string): Promise<Json> {
  const result = await run(from, to, data, workspace);
  if (result.kind !== 'completed') throw new Error(`it failed: ${JSON.stringify(result)}`);
  return result.output;
}

export async function failureOf(from: Json, to: Json, data: Json, workspace?: string): Promise<Failure> {
  const result = await run(from, to, data, workspace);
  if (result.kind !== 'failed') throw new Error(`it succeeded: ${JSON.stringify(result).slice(0, 300)}`);
  expect(result.error).toMatchObject({ retryable: false, effect: 'none' }); // AT2
  return result.error;
}

export const bytes = (...all: readonly number[]): Json => ({ $base64: Buffer.from(all).toString('base64') });
export const hex = (text: string): Json => ({ $base64: Buffer.from(text, 'hex').toString('base64') });
