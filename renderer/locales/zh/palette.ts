import type { palette as en } from '../en/palette.ts';

export const palette = {} satisfies Record<keyof typeof en, string>;
