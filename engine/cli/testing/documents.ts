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

/** Waits for a signal; counts what it is told meanwhile. */
export const approval = {
  variables: { count: 0 },
  searchAttributes: { count: { type: 'number', value: '{% vars.count %}' } },
  queries: { progress: { returns: { count: '{% vars.count %}' } } },
  updates: {
    add: {
      input: { type: 'object', required: ['n'], properties: { n: { type: 'number' } } },
      assign: { count: '{% vars.count + update.input.n %}' },
      returns: '{% vars.count %}',
    },
  },
  signals: { approved: { payload: { type: 'object', required: ['by'] } } },
  start: 'ask',
  steps: { ask: { type: 'receive', signal: 'approved' } },
  returns: { by: '{% steps.ask.output.by %}', count: '{% vars.count %}' },
};

export const nightly = {
  triggers: {
    at9: { type: 'schedule', cron: '0 9 * * *', input: { by: '{% trigger.name %}' } },
    often: { type: 'schedule', every: '1h', paused: true },
  },
  start: 'done',
  steps: { done: { type: 'succeed', output: '{% input %}' } },
};
