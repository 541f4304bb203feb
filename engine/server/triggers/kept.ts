import { EnvironmentError } from '../../runtime/environment.ts';
import type { Delivered, NamedTrigger } from '../../runtime/index.ts';
import type { FrameOptions } from './frame.ts';
import type { Delivery, TriggerPorts, TriggerSource } from './source.ts';

type Options = Pick<FrameOptions, 'engine' | 'place' | 'secret' | 'warn'> & {
  readonly pause: NonNullable<FrameOptions['pause']>;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const OPENING_MS = 5_000;

/** The source of one trigger, kept open: where it fails it is opened again, each time after a longer wait. */
export class KeptSource {
  /** The first time it was opened, or could not be. */
  readonly tried: Promise<void>;
  private readonly named: NamedTrigger;
  private readonly source: TriggerSource;
  private readonly options: Options;
  private readonly closing = new AbortController();
  private readonly over: Promise<void>;
  private waitMs = FIRST_WAIT_MS;

  constructor(named: NamedTrigger, source: TriggerSource, options: Options) {
    this.named = named;
    this.source = source;
    this.options = options;
    const tried = Promise.withResolvers<void>();
    this.tried = tried.promise;
    this.over = this.keep(tried.resolve);
  }

  close(): Promise<void> {
    this.closing.abort();
    return this.over;
  }

  private async keep(tried: () => void): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const why = await this.live(tried);
      tried();
      if (signal.aborted) return;
      const { name, workflow } = this.named;
      this.options.warn(
        `The trigger ${name} of ${workflow} does not listen: ${why} It is tried again in ${this.waitMs / 1_000} s.`,
      );
      await this.options.pause(this.waitMs, signal).catch(() => {});
      this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    }
  }

  /** From its opening to its failure, or the end of it all; answers why. */
  private async live(opened: () => void): Promise<string> {
    const { signal } = this.closing;
    const ended = Promise.withResolvers<string>();
    const stop = (): void => ended.resolve('It was stopped.');
    signal.addEventListener('abort', stop, { once: true });
    const opening = this.source.open(this.named, this.ports(ended));
    try {
      const close = await Promise.race([opening, ended.promise.then(() => null)]);
      if (close === null) return await this.letGo(opening, ended.promise);
      opened();
      const why = await ended.promise;
      await close();
      return why;
    } catch (error) {
      return sentence(error);
    } finally {
      ended.resolve('');
      signal.removeEventListener('abort', stop);
    }
  }

  /** It is over before it was open: what opens after all is closed, but not waited for for ever. */
  private async letGo(opening: Promise<() => Promise<void>>, why: Promise<string>): Promise<string> {
    const closed = opening.then((close) => close()).catch(() => {});
    const patience = new AbortController();
    await Promise.race([closed, this.options.pause(OPENING_MS, patience.signal).catch(() => {})]);
    patience.abort();
    return why;
  }

  private ports(ended: PromiseWithResolvers<string>): TriggerPorts {
    const { place, secret, warn } = this.options;
    let isOver = false;
    void ended.promise.then(() => (isOver = true));
    return {
      place,
      secret,
      warn,
      failed: (message) => ended.resolve(message),
      deliver: async (delivery) => {
        if (isOver)
          throw new EnvironmentError('closed', 'The trigger does not listen any more; deliver it again later.');
        const delivered = await this.deliver(delivery);
        this.waitMs = FIRST_WAIT_MS;
        return delivered;
      },
    };
  }

  private deliver(delivery: Delivery): Promise<Delivered> {
    const { workflow, name: trigger } = this.named;
    return this.options.engine.deliver({ workflow, trigger, ...delivery });
  }
}

const sentence = (error: unknown): string =>
  `${(error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/\.?$/, '') ?? ''}.`;
