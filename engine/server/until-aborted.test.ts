import { describe, expect, test } from 'vitest';
import { untilAborted } from './until-aborted.ts';

/** A source that gives what it is told to, and knows whether it was closed. */
function source() {
  const waiting: ((result: IteratorResult<number>) => void)[] = [];
  let closed = 0;
  const iterator: AsyncIterator<number> = {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    return: () => {
      closed += 1;
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { iterator, give: (result: IteratorResult<number>) => waiting.shift()?.(result), closed: () => closed };
}

const double = (n: number) => n * 2;

describe('untilAborted', () => {
  test('hands on values, mapped, and the end', async () => {
    const { iterator, give, closed } = source();
    const values = untilAborted(iterator, undefined, double);
    const first = values.next();
    give({ done: false, value: 1 });
    expect(await first).toEqual({ done: false, value: 2 });
    const last = values.next();
    give({ done: true, value: undefined });
    expect(await last).toEqual({ done: true, value: undefined });
    expect(closed()).toBe(1);
  });

  test('an abort ends a pending next and closes the source, once', async () => {
    const { iterator, closed } = source();
    const stop = new AbortController();
    const values = untilAborted(iterator, stop.signal, double);
    const pending = values.next();
    stop.abort();
    expect(await pending).toEqual({ done: true, value: undefined });
    await values.return?.(undefined);
    expect(closed()).toBe(1);
    expect(await values.next()).toEqual({ done: true, value: undefined });
  });

  test('aborted before it began, it never asks', async () => {
    const { iterator, closed } = source();
    expect(await untilAborted(iterator, AbortSignal.abort(), double).next()).toMatchObject({ done: true });
    expect(closed()).toBe(1);
  });

  test('a failure of the source is told, and closes it', async () => {
    let closed = false;
    const failing: AsyncIterator<number> = {
      next: () => Promise.reject(new Error('gone')),
      return: () => {
        closed = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    await expect(untilAborted(failing, undefined, double).next()).rejects.toThrow('gone');
    expect(closed).toBe(true);
  });
});
