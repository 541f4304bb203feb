import type { ui as en } from '../en/ui.ts';

export const ui = {} satisfies Record<keyof typeof en, string>;
