/** A worker, as somebody would write one: asks the service for an effect under the task's key. It is killed again and again. */
import { createWorker, TaskError } from '../../../workers/client/index.ts';

const [, , url = '', token = '', id = '', service = ''] = process.argv;

const worker = createWorker({
  url,
  token,
  id,
  build: 'proof',
  queues: ['batch'],
  concurrency: 8,
  leaseSeconds: 1,
  activities: [
    {
      name: 'pay',
      async run(_, { key }, signal) {
        try {
          const headers = { 'idempotency-key': key, 'x-worker': id };
          const answer = await fetch(`${service}/pay`, { method: 'POST', headers, signal });
          return (await answer.json()) as { readonly effect: number };
        } catch (error) {
          throw new TaskError({ type: 'service', message: error instanceof Error ? error.message : String(error) });
        }
      },
    },
  ],
});
process.stdin.once('end', () => process.exit()).resume();
await worker.run();
