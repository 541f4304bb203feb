/** Which spans of a stored trace fit a condition on an attribute: asked of the engine, which has them all. */
import { glob } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import type { TraceSource } from '../../timeline/source.ts';
import { conditionKey, conditionsOf, type Known } from './preview.ts';
import type { TraceRule } from '@sagaloom/engine/contract';

/** Of a pattern with `*` inside, as many spans are looked at one by one; of more, the rest is taken to fit. */
const lookedAt = 200;

/** What is known already is not asked again. */
export async function knowConditions(
  source: TraceSource,
  rules: readonly TraceRule[],
  known: Known,
  signal: AbortSignal,
): Promise<Known> {
  const unknown = conditionsOf(rules).filter(({ key, pattern }) => !known.has(conditionKey(key, pattern)));
  const found = await Promise.all(
    unknown.map(
      async ({ key, pattern }) => [conditionKey(key, pattern), await marksOf(source, key, pattern, signal)] as const,
    ),
  );
  return new Map([...known, ...found]);
}

async function marksOf(source: TraceSource, key: string, pattern: string, signal: AbortSignal): Promise<Uint8Array> {
  const isPlain = !pattern.includes('*');
  const query = isPlain ? { attribute: key, value: pattern } : { attribute: key };
  const found = await source.search(query, signal);
  const marks = new Uint8Array(source.columns.count);
  for (const index of found) marks[index] = 1;
  if (isPlain || /^\*+$/.test(pattern)) return marks;
  const fits = glob(pattern);
  await Promise.all(
    [...found.subarray(0, lookedAt)].map(async (index) => {
      const value = (await source.detail(index)).attributes[key];
      marks[index] = value !== undefined && fits(textOf(value)) ? 1 : 0;
    }),
  );
  return marks;
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
