/** The thread of the views: reads the journal, writes the views, and never touches what the engine writes. */
import { parentPort, workerData } from 'node:worker_threads';
import { keepViews } from './keeper.ts';
import { loadProjections } from './modules.ts';
import { keepHouse } from './house.ts';
import type { Asked, Said, ThreadData } from './thread.ts';

const AFTER_FAILURE_MS = 5_000;

const port = parentPort;
if (!port) throw new Error('this is a worker thread');
const { database, projections, retention } = workerData as ThreadData;

const say = (said: Said): void => port.postMessage(said);
const warn = (message: string, error?: unknown): void => say({ kind: 'warning', message, error });
const keeper = keepViews(database, await loadProjections(projections, warn), warn);
const house = keepHouse(database, retention, warn);
let timer: NodeJS.Timeout | null = null;

function schedule(delayMs: number): void {
  timer ??= setTimeout(pass, delayMs);
}

/** A batch at a time, so that what is asked is heard in between. */
function pass(): void {
  timer = null;
  try {
    const state = keeper.next();
    if (state === 'more') schedule(0);
    else if (state === 'failed') retryLater();
  } catch (error) {
    warn('The views could not be brought up to date.', error);
    retryLater();
  }
}

function retryLater(): void {
  keeper.retry();
  schedule(AFTER_FAILURE_MS);
}

const answers = {
  catchUp: () => keeper.catchUp(),
  rebuild() {
    keeper.drop();
    keeper.catchUp();
  },
  close() {
    if (timer !== null) clearTimeout(timer);
    try {
      keeper.catchUp();
    } finally {
      keeper.close();
    }
  },
};

port.on('message', (asked: Asked) => {
  house.wake();
  if (asked.kind === 'follow') return schedule(0);
  let error: unknown = null;
  try {
    answers[asked.kind]();
  } catch (thrown) {
    error = thrown;
  }
  say({ kind: 'done', id: asked.id, error });
});
schedule(0);
