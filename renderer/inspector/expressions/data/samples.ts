import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { type Draft, type Editable, type EditableObject, editDocument, writeAt } from '../../../document/index.ts';

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
  editDocument(documentId, { kind: 'set', name }, (draft) => put(draft, step, output));
}

function put(draft: EditableObject, step: string, output: Json | undefined): void {
  writeAt(draft, ['ui', 'samples', step], output as Editable | undefined);
}

/** All a run has: its input and what each step gave. */
export function pinRun(documentId: string, name: string, input: Json, outputs: JsonObject): void {
  editDocument(documentId, { kind: 'set', name }, (draft) => {
    writeAt(draft, ['ui', 'sampleInput'], input as Editable);
    for (const [step, output] of Object.entries(outputs)) put(draft, step, output);
  });
}
