import type { runs as en } from '../en/runs.ts';

export const runs = {} satisfies Record<keyof typeof en, string>;
