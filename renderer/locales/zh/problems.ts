import type { problems as en } from '../en/problems.ts';

export const problems = {} satisfies Record<keyof typeof en, string>;
