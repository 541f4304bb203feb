/**
 * A source as long as somebody listens. A client that goes away while the next value is awaited would else leave the source
 * waiting, and subscribed, for ever; a generator would queue `return` behind that `next`.
 */
export function untilAborted<S, T>(
  source: AsyncIterator<S>,
  signal: AbortSignal | undefined,
  map: (value: S) => T,
): AsyncIteratorObject<T, unknown, void> {
  const done = { done: true, value: undefined } as const;
  let ended = false;
  let release = (): void => {};

  function end(): void {
    if (ended) return;
    ended = true;
    signal?.removeEventListener('abort', end);
    release();
    source.return?.().catch(() => {}); // its own failure interests nobody now
  }

  async function next(): Promise<IteratorResult<T, undefined>> {
    if (ended) return done;
    try {
      const result = await nextOrRelease();
      if (result.done !== true) return { done: false, value: map(result.value) };
      end();
      return done;
    } catch (error) {
      end();
      throw error;
    }
  }

  function nextOrRelease(): Promise<IteratorResult<S>> {
    return new Promise((resolve, reject) => {
      release = () => resolve(done);
      source.next().then(resolve, reject);
    });
  }

  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end, { once: true });
  const finish = () => {
    end();
    return Promise.resolve(done);
  };
  return {
    next,
    return: finish,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await finish()),
  };
}
