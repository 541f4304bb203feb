import type { timeline as en } from '../en/timeline.ts';

export const timeline = {} satisfies Record<keyof typeof en, string>;
