export interface Source<T> {
  /** The next value; undefined when there is none yet; null when there will be no more. */
  readonly poll: () => T | undefined | null | Promise<T | undefined | null>;
  /** Registers to be told that polling is worth while; the answer unregisters. */
  readonly subscribe: (poke: () => void) => () => void;
}

/** An iterator over what is yet to come. No generator: `return()` must end one that waits, as happens whenever a screen goes away. */
export function liveIterator<T>(source: Source<T>): AsyncIterableIterator<T> {
  return new LiveIterator(source);
}

class LiveIterator<T> implements AsyncIterableIterator<T> {
  private readonly source: Source<T>;
  private readonly unsubscribe: () => void;
  private isPoked = false;
  private isOver = false;
  private awake: () => void = () => {};

  constructor(source: Source<T>) {
    this.source = source;
    this.unsubscribe = source.subscribe(() => {
      this.isPoked = true;
      this.awake();
    });
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    while (!this.isOver) {
      this.isPoked = false;
      const value = await this.poll();
      if (value === null) return this.finish();
      if (value !== undefined) return { done: false, value };
      await this.poked();
    }
    return this.finish();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    return this.finish();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async poll(): Promise<T | undefined | null> {
    try {
      return await this.source.poll();
    } catch (error) {
      this.finish(); // nobody calls `return` on an iterator that threw
      throw error;
    }
  }

  private poked(): Promise<void> {
    if (this.isPoked || this.isOver) return Promise.resolve();
    return new Promise((resolve) => (this.awake = resolve));
  }

  private finish(): IteratorReturnResult<undefined> {
    this.isOver = true;
    this.unsubscribe();
    this.awake();
    return { done: true, value: undefined };
  }
}
