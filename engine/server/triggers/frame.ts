import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, NamedTrigger } from '../../runtime/index.ts';
import { KeptSource } from './kept.ts';
import type { TriggerPorts, TriggerSource } from './source.ts';

export interface FrameOptions {
  readonly engine: Pick<Engine, 'triggers' | 'onDeployed' | 'deliver'>;
  readonly sources: readonly TriggerSource[];
  readonly place: TriggerPorts['place'];
  readonly secret: TriggerPorts['secret'];
  readonly warn: (message: string) => void;
  /** Rejects when it is aborted. Default: the machine's clock. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

export interface TriggerFrame {
  /** Resolves once what is deployed now is being listened to, or was tried. */
  readonly settled: () => Promise<void>;
  /** Resolves when nothing is delivered any more. */
  readonly close: () => Promise<void>;
}

/**
 * Listens for what is deployed: a source is opened for each trigger that has one, closed where a deployment changes or drops it, and
 * opened again after a while where it failed.
 */
export function openTriggers(options: FrameOptions): TriggerFrame {
  const kept = new Map<string, KeptSource>();
  let isClosed = false;
  let turn: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    if (isClosed) return;
    const wanted = new Map((await options.engine.triggers()).map((named) => [nameOf(named), named]));
    const gone = Array.from(kept).filter(([name]) => !wanted.has(name));
    for (const [name] of gone) kept.delete(name);
    await Promise.all(gone.map(([, one]) => one.close()));
    for (const [name, named] of wanted) {
      const source = kept.has(name) ? undefined : options.sources.find(({ type }) => type === named.trigger.type);
      if (source === undefined) continue;
      kept.set(name, new KeptSource(named, source, { ...options, pause: options.pause ?? sleep }));
    }
  };
  const lookAgain = (): void => {
    turn = turn.then(look).catch((error: unknown) => {
      if (!isClosed)
        options.warn(`The triggers could not be looked up: ${error instanceof Error ? error.message : ''}`);
    });
  };
  const forget = options.engine.onDeployed(lookAgain);
  lookAgain();
  return {
    async settled() {
      await turn;
      await Promise.all(Array.from(kept.values(), ({ tried }) => tried));
    },
    async close() {
      isClosed = true;
      forget();
      await turn;
      await Promise.all(Array.from(kept.values(), (one) => one.close()));
    },
  };
}

const sleep = (ms: number, signal: AbortSignal): Promise<unknown> => pause(ms, undefined, { signal });

/** Of a trigger as it is: with another definition it is another one. */
const nameOf = ({ workflow, name, trigger }: NamedTrigger): string => JSON.stringify([workflow, name, trigger]);
