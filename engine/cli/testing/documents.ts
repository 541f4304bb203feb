import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a workflow of this name into the folder; gives the file's name. */
export async function writeSaga(folder: string, name: string, document: object): Promise<string> {
  const file = `${name}.saga.json`;
  await writeFile(path.join(folder, file), JSON.stringify({ format: 'sagaloom/v1', name, ...document }));
  return file;
}

const log = (message: string, change: object = {}) => ({
  type: 'task',
  activity: 'log',
  with: { message },
  ...change,
});

export const hello = { start: 'greet', steps: { greet: log('hi', { readOnly: true }) }, returns: '{% input %}' };

export const napping = (howLong: string) => ({ start: 'nap', steps: { nap: { type: 'wait', for: howLong } } });

/** Pays, fails, and undoes with `undo`. */
export const order = (undo: string) => ({
  start: 'order',
  steps: {
    order: {
      type: 'saga',
      start: 'pay',
      steps: {
        pay: log('pay', { compensate: { activity: undo, with: { message: 'refund' } }, next: 'stop' }),
        stop: { type: 'fail', error: { type: 'shop.closed', message: 'It is closed.' } },
      },
    },
  },
});
