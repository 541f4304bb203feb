/** Work done by processes elsewhere, over HTTP: docs/workers.md. */
import { randomBytes } from 'node:crypto';
import { monotonicClock } from './monotonic.ts';
import { RemoteWorkers, type RemoteOptions } from './workers.ts';

export { workerRoutes, type WorkerRoutesOptions } from './routes.ts';
export type { WorkerSettings } from './settings.ts';
export type { RemoteWorkers } from './workers.ts';

export const remoteWorkers = (options: Omit<RemoteOptions, 'clock' | 'token'>): RemoteWorkers =>
  new RemoteWorkers({ ...options, clock: monotonicClock, token: () => randomBytes(24).toString('base64url') });
