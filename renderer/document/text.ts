import { isObject, type Json } from '@sagaloom/engine/core';
import type { Draft } from './draft.ts';

export type Opened =
  | { readonly ok: true; readonly document: Draft }
  | { readonly ok: false; readonly problem: 'notJson' | 'notAnObject'; readonly message: string };

/** A half-drawn file opens; one that is not a JSON object cannot be drawn at all. */
export function parseDocument(text: string): Opened {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
    if (!isObject(value)) return { ok: false, problem: 'notAnObject', message: '' };
    return { ok: true, document: value };
  } catch (error) {
    return { ok: false, problem: 'notJson', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Keys in the order they were, the drawing last, and a newline at the end. */
export function printDocument(document: Draft): string {
  const { ui, ...rest } = document;
  return `${JSON.stringify(ui === undefined ? rest : { ...rest, ui }, null, 2)}\n`;
}
