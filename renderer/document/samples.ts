import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { type Draft, type Editable, type EditableObject, objectAt, renameKey } from './draft.ts';
import { writeAt } from './pointer.ts';
import { editDocument } from './store.ts';

/** Pinned outputs of steps, by id. They are part of the drawing: no run reads them. */
export function samplesOf(document: Draft): JsonObject {
  const ui = document['ui'];
  return isObject(ui) && isObject(ui['samples']) ? ui['samples'] : {};
}

export function sampleInputOf(document: Draft): Json | undefined {
  const ui = document['ui'];
  return isObject(ui) ? ui['sampleInput'] : undefined;
}

/** `undefined` takes the pin out. */
export function pinOutput(documentId: string, step: string, name: string, output: Json | undefined): void {
  editDocument(documentId, { kind: 'set', name }, (draft) =>
    writeAt(draft, ['ui', 'samples', step], output as Editable | undefined),
  );
}

/** A sample goes by the id of its step: with it to another name, and away with it. */
export function renameSample(document: EditableObject, from: string, to: string): void {
  const samples = samplesIn(document);
  if (samples && from in samples) renameKey(samples, from, to);
}

export function forgetSample(document: EditableObject, id: string): void {
  if (samplesIn(document)) writeAt(document, ['ui', 'samples', id], undefined);
}

function samplesIn(document: EditableObject): EditableObject | null {
  const ui = objectAt(document, 'ui');
  return ui && objectAt(ui, 'samples');
}
