import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Ids } from '../runtime/ports.ts';

/** Run ids sort by time of start. */
export const randomIds: Ids = {
  runId: () => v7(),
  seed: () => randomBytes(16).toString('hex'),
};
