/** A worker in a process of its own whose activity does nothing. Ends when its parent does. */
import { createWorker } from '../workers/client/index.ts';

const [, , url = '', token = '', activity = '', slots = '1'] = process.argv;

process.once('disconnect', () => process.exit());
await createWorker({
  url,
  token,
  queues: ['default'],
  activities: [{ name: activity, run: (input) => input }],
  concurrency: Number(slots),
}).run();
