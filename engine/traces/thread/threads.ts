import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { EnvironmentError } from '../../runtime/environment.ts';
import type { Answered, Asked, Role, ThreadData, Told } from './messages.ts';

/** Begun when it is first asked, and again when it was lost. */
export interface Thread {
  ask(operation: string, given: readonly unknown[], handedOver?: readonly ArrayBuffer[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Beside this file; of a bundle, beside that. */
const scripts = ['./worker.ts', './traces-worker.js'].map((path) => new URL(path, import.meta.url));

/** What comes is forgotten as soon as it is written: with the default, hundreds of MB of that would lie about. */
const YOUNG_MB = 16;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export function openThread(role: Role, file: string): Thread {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let asked = 0;

  const lost = (error: unknown): void => {
    worker = null;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const begin = (): Worker => {
    const script = scripts.find((url) => existsSync(fileURLToPath(url)));
    if (script === undefined) throw new Error('The thread of the traces is not installed.');
    const made = new Worker(script, {
      workerData: { role, file } satisfies ThreadData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    made.unref();
    made.on('error', lost);
    made.on('exit', (code) => lost(new Error(`the thread of the traces ended with ${code}`)));
    made.on('message', (answered: Answered) => {
      const waiting = pending.get(answered.id);
      pending.delete(answered.id);
      if (pending.size === 0) made.unref();
      if ('error' in answered) waiting?.reject(errorOf(answered.error));
      else waiting?.resolve(answered.value);
    });
    return made;
  };
  const ask: Thread['ask'] = (operation, given, handedOver = []) =>
    new Promise((resolve, reject) => {
      worker ??= begin();
      asked += 1;
      pending.set(asked, { resolve, reject });
      worker.ref(); // somebody waits
      worker.postMessage({ id: asked, operation, given } satisfies Asked, handedOver);
    });
  return {
    ask,
    async close() {
      if (worker === null) return;
      await ask('close', []).catch(() => {});
      await worker?.terminate();
    },
  };
}

function errorOf({ message, code, stack }: Told): Error {
  if (code !== null) return new EnvironmentError(code, message);
  return Object.assign(new Error(message), { stack });
}
