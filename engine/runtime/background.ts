import { isEnvironmentError } from './environment.ts';

/** Work that nobody waits for, counted, so that it is known when all is quiet. */
export class Background {
  private readonly warn: (message: string, error?: unknown) => void;
  private open = 0;

  constructor(warn: (message: string, error?: unknown) => void) {
    this.warn = warn;
  }

  get isIdle(): boolean {
    return this.open === 0;
  }

  run(work: Promise<unknown>, otherwise: string): void {
    this.open += 1;
    void work
      .catch((error: unknown) => {
        if (!isEnvironmentError(error) || error.code !== 'closed') this.warn(otherwise, error);
      })
      .finally(() => {
        this.open -= 1;
      });
  }
}
