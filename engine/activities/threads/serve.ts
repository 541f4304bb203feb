import { parentPort } from 'node:worker_threads';
import type { Asked, Said } from './protocol.ts';

/** What a task may ask of the thread it runs in. */
export interface TaskTools {
  /** Says something on the way, before the answer. */
  readonly note: (note: unknown) => void;
  /** Nobody wants the answer any more. It may be asked from code that never gives the thread free. */
  readonly isStopped: () => boolean;
}

/** Makes this thread one of a pool: it does one task after the other until it is ended. */
export function serveTasks(perform: (task: unknown, tools: TaskTools) => unknown): void {
  const port = parentPort;
  if (!port) throw new Error('this is a thread of a pool');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const say = (said: Said): void => port.postMessage(said);

  async function answer({ id, task, stop }: Asked): Promise<void> {
    const flag = new Int32Array(stop);
    const tools: TaskTools = {
      note: (note) => say({ kind: 'note', id, note }),
      isStopped: () => Atomics.load(flag, 0) === 1,
    };
    try {
      say({ kind: 'answer', id, answer: await perform(task, tools) });
    } catch (error) {
      say({ kind: 'broke', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  port.on('message', (asked: Asked) => void answer(asked));
  say({ kind: 'ready' });
}
