/** Whoever writes may be another process, so the file is asked: a look costs next to nothing, and only while somebody waits. */
const LOOK_MS = 400;

export function changing(count: () => Promise<number>, version: () => Promise<number>): AsyncIterableIterator<number> {
  let seen: number | null = null;
  let wake = (): void => {};
  const state = { isOver: false };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const over = { done: true, value: undefined } as const;
  return {
    async next() {
      while (!state.isOver) {
        const now = await version();
        if (state.isOver) break;
        if (now === seen) {
          await pause();
          continue;
        }
        if (seen !== null) await pause(); // some times a second at most
        seen = await version();
        return { done: false, value: await count() };
      }
      return over;
    },
    return() {
      state.isOver = true;
      wake();
      return Promise.resolve(over);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
