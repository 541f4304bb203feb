import { type EditableObject, isEditableObject, objectAt, renameKey } from '../draft.ts';
import { renameSample } from '../samples.ts';
import { renameInNotes } from './notes.ts';
import { changeTexts, findStep, redirect } from './blocks.ts';

/** Renames a step everywhere: in its block, in connections, in expressions and in the drawing. */
export function renameStep(document: EditableObject, from: string, to: string): void {
  const found = findStep(document, from);
  if (!found || from === to) return;
  const { block } = found.holder;
  const steps = objectAt(block, 'steps');
  if (!steps) return;
  redirectSelf(found.step, from, to);
  renameKey(steps, from, to);
  redirect(block, from, to);
  changeTexts(document, (text) => renameInExpression(text, from, to));
  renamePlace(document, from, to);
  renameSample(document, from, to);
  renameInNotes(document, from, to);
}

/** A loop of one: a step that leads to itself still does. */
function redirectSelf(step: EditableObject, from: string, to: string): void {
  if (step.next === from) step.next = to;
}

function renamePlace(document: EditableObject, from: string, to: string): void {
  const ui = objectAt(document, 'ui');
  const places = ui && objectAt(ui, 'steps');
  if (places && isEditableObject(places[from])) renameKey(places, from, to);
}

/** `steps.ship.output` and its quoted forms; `steps.shipping` is another step, and `$steps.ship` a variable of the expression. */
export function renameInExpression(text: string, from: string, to: string): string {
  if (!text.startsWith('{%')) return text;
  const name = literally(from);
  const plain = new RegExp(
    `(?<![\\w$.])((?:\\$\\$\\s*\\.\\s*)?steps\\s*\\.\\s*)(?:\`${name}\`|"${name}"|${name}(?![\\w]))`,
    'g',
  );
  return text.replaceAll(plain, (_, lead: string) => `${lead}${asName(to)}`);
}

/** A name as an expression writes it: quoted where it would read as something else. */
export const asName = (id: string): string => (/^\w+$/.test(id) ? id : `\`${id}\``);

/** The source of a pattern that finds this very text. */
export const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
