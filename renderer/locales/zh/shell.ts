import type { shell as en } from '../en/shell.ts';

export const shell = {} satisfies Record<keyof typeof en, string>;
