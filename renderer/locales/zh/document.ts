import type { document as en } from '../en/document.ts';

export const document = {} satisfies Record<keyof typeof en, string>;
