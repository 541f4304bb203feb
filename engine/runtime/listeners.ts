/**
 * Iterators over what is yet to come. Not generators: `return()` must end one that is waiting, as happens whenever a screen goes away.
 */
export function liveIterator<T>(options: {
  /** The next value; undefined when there is none yet; null when there will be no more. */
  readonly poll: () => T | undefined | null | Promise<T | undefined | null>;
  /** Registers to be told that polling is worth while; the answer unregisters. */
  readonly subscribe: (poke: () => void) => () => void;
}): AsyncIterableIterator<T> {
  let isPoked = false;
  let isOver = false;
  let awake: (() => void) | null = null;
  const poke = (): void => {
    isPoked = true;
    awake?.();
  };
  const unsubscribe = options.subscribe(poke);
  const finish = (): IteratorReturnResult<undefined> => {
    isOver = true;
    unsubscribe();
    awake?.();
    return { done: true, value: undefined };
  };
  const poked = (): Promise<void> =>
    new Promise((resolve) => {
      if (isPoked || isOver) return resolve();
      awake = resolve;
    });
  const polled = async (): Promise<T | undefined | null> => {
    try {
      return await options.poll();
    } catch (error) {
      finish(); // nobody calls `return` on an iterator that threw
      throw error;
    }
  };
  const next = async (): Promise<IteratorResult<T, undefined>> => {
    while (!isOver) {
      isPoked = false;
      const value = await polled();
      if (value === null) break;
      if (value !== undefined) return { done: false, value };
      await poked();
    }
    return finish();
  };
  return {
    next,
    return: () => Promise.resolve(finish()),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
