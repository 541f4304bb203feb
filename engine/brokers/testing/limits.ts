import { defaultLimits, type Limits } from '../broker.ts';

/** Quick, so that a test need not be patient. */
export const quickLimits: Limits = { ...defaultLimits, silenceMs: 1_000, firstRetryMs: 5, longestRetryMs: 200 };
