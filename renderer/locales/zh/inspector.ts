import type { inspector as en } from '../en/inspector.ts';

export const inspector = {} satisfies Record<keyof typeof en, string>;
