import type { canvas as en } from '../en/canvas.ts';

export const canvas = {} satisfies Record<keyof typeof en, string>;
