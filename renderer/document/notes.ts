import { isObject, type JsonObject } from '@sagaloom/engine/core';
import type { Draft } from './draft.ts';

export const noteColours = ['sand', 'blue', 'green', 'violet'] as const;
export type NoteColour = (typeof noteColours)[number];

/** A note on the drawing: words for people, which no run ever sees. */
export interface Note {
  readonly id: string;
  /** From the corner of the step it belongs to; else of the drawing. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Markdown. */
  readonly text: string;
  readonly colour: NoteColour;
  /** The step it belongs to and moves with: a container it lies in, or a card it lies beside. Null: the drawing. */
  readonly step: string | null;
}

export const noteSize = { width: 200, height: 120, least: { width: 100, height: 48 } } as const;

const known = new WeakMap<JsonObject, readonly Note[]>();
const none: readonly Note[] = [];

/** All that can be read as notes; what is odd in one of them is as if it said nothing. */
export function notesOf(document: Draft): readonly Note[] {
  const held = isObject(document.ui) && isObject(document.ui.notes) ? document.ui.notes : null;
  if (!held) return none;
  const seen = known.get(held);
  if (seen) return seen;
  const notes = Object.entries(held).flatMap(([id, note]) => (isObject(note) ? [noteOf(id, note)] : []));
  known.set(held, notes);
  return notes;
}

function noteOf(id: string, { x, y, width, height, text, colour, step }: JsonObject): Note {
  const size = (value: unknown, usual: number, least: number): number =>
    typeof value === 'number' && Number.isFinite(value) ? Math.max(least, value) : usual;
  return {
    id,
    x: typeof x === 'number' ? x : 0,
    y: typeof y === 'number' ? y : 0,
    width: size(width, noteSize.width, noteSize.least.width),
    height: size(height, noteSize.height, noteSize.least.height),
    text: typeof text === 'string' ? text : '',
    colour: noteColours.find((one) => one === colour) ?? 'sand',
    step: typeof step === 'string' && step !== '' ? step : null,
  };
}

/** What a note is called where there is no room for it: its first words. */
export function noteName({ text }: Pick<Note, 'text'>): string {
  const [line = ''] = text.trim().split('\n');
  const words = line.replaceAll(/^[#>*\-\s]+|[*_`]/g, '').trim();
  return words.length > 40 ? `${words.slice(0, 39).trimEnd()}…` : words;
}
