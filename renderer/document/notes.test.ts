import { compile, type Json } from '@sagaloom/engine/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import {
  addNote,
  changeNote,
  clipOf,
  freshNoteId,
  type Note,
  noteColours,
  noteName,
  notesOf,
  parseClip,
  pasteSteps,
  previewEdit,
  removeNotes,
  removeSteps,
  renameStep,
} from './index.ts';

const task = (next?: string) => ({ type: 'task', activity: 'log', with: { message: 'x' }, ...(next ? { next } : {}) });
const workflow: Draft = {
  format: 'sagaloom/v1',
  name: 'w',
  start: 's',
  steps: { s: { type: 'saga', start: 'a', steps: { a: task('b'), b: task() } } },
};
const note = (more: Partial<Note> = {}): Note => ({
  id: 'n',
  x: 1,
  y: 2,
  width: 200,
  height: 120,
  text: '# Why\nbecause',
  colour: 'sand',
  step: null,
  ...more,
});
const withNote = (one: Note, document: Draft = workflow): Draft =>
  previewEdit(document, (draft) => addNote(draft, one));

const anyNote = fc.record({
  id: fc.constantFrom('n', 'm', 'note', 'note2'),
  x: fc.integer({ min: -5_000, max: 5_000 }),
  y: fc.integer({ min: -5_000, max: 5_000 }),
  width: fc.integer({ min: 100, max: 900 }),
  height: fc.integer({ min: 48, max: 900 }),
  text: fc.string(),
  colour: fc.constantFrom(...noteColours),
  step: fc.constantFrom(null, 'a', 'b', 's'),
});

describe('notes', () => {
  test('what is written is what is read, and taking it away gives the document as it was', () => {
    fc.assert(
      fc.property(anyNote, (one) => {
        const document = withNote(one);
        expect(notesOf(document)).toEqual([one]);
        expect(notesOf(document).map(({ id }) => id)).not.toContain(freshNoteId(document));
        expect(previewEdit(document, (draft) => removeNotes(draft, [one.id]))).toEqual(workflow);
      }),
    );
  });

  test('a change changes what it names and nothing else', () => {
    fc.assert(
      fc.property(anyNote, anyNote, (one, other) => {
        const { id: _, ...change } = other;
        const changed = previewEdit(withNote(one), (draft) => changeNote(draft, one.id, change));
        expect(notesOf(changed)).toEqual([{ ...other, id: one.id }]);
      }),
    );
  });

  test('whatever stands there, something can be read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (notes, one) => {
        for (const held of [notes, { n: one }]) {
          for (const { x, y, width, height, text } of notesOf({ ui: { notes: held as Json } }))
            expect([typeof x, typeof y, typeof width, typeof height, typeof text]).toEqual([
              'number',
              'number',
              'number',
              'number',
              'string',
            ]);
        }
      }),
    );
  });

  test('are no part of what a run is pinned to', () => {
    const hash = (document: Draft): string | null => {
      const compiled = compile(document);
      return compiled.ok ? compiled.hash : null;
    };
    expect(hash(workflow)).not.toBeNull();
    expect(hash(withNote(note({ step: 'a' })))).toBe(hash(workflow));
  });

  test('go with their step: renamed, deleted, copied', () => {
    const document = withNote(note({ step: 'a' }));
    expect(notesOf(previewEdit(document, (draft) => renameStep(draft, 'a', 'c')))[0]?.step).toBe('c');
    expect(notesOf(previewEdit(document, (draft) => removeSteps(draft, ['a'])))).toEqual([]);
    expect(notesOf(previewEdit(document, (draft) => removeSteps(draft, ['s'])))).toEqual([]);
    const clip = parseClip(JSON.stringify(clipOf(document, ['a'])));
    const pasted = previewEdit(document, (draft) => {
      if (clip) pasteSteps(draft, clip, 's/body');
    });
    expect(notesOf(pasted)).toMatchObject([
      { id: 'n', step: 'a', x: 1 },
      { id: 'note', step: 'a2', x: 1 },
    ]);
  });

  test('alone on the clipboard, a copy lies beside; in another file it belongs to nothing', () => {
    const clip = clipOf(withNote(note({ step: 'a' })), [], {}, ['n']);
    const pasted = previewEdit({ start: '', steps: {} }, (draft) => {
      pasteSteps(draft, clip, '');
    });
    expect(notesOf(pasted)).toMatchObject([{ id: 'note', x: 25, y: 26, text: '# Why\nbecause' }]);
  });

  test('are called by their first words', () => {
    expect(noteName(note())).toBe('Why');
    expect(noteName(note({ text: '- **ask** `Ada`\nthen' }))).toBe('ask Ada');
    expect(noteName(note({ text: 'x'.repeat(60) }))).toHaveLength(40);
    expect(noteName(note({ text: ' \n' }))).toBe('');
  });
});
