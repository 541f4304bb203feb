import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { copyOf, type Draft, type EditableObject, isEditableObject, objectAt, textAt } from '../draft.ts';
import { freshId, takenIds } from '../ids.ts';
import { type BlockKey, outlineOf, withInner } from '../outline.ts';
import { portsOf, setTarget, targetOf } from '../ports.ts';
import { blockAt, changeTexts, innerBlocks, setStart, stepsOf } from './blocks.ts';
import { cutStrayConnections } from './move.ts';
import { renameInExpression } from './rename.ts';

/** What the clipboard holds: plain JSON that can be read, kept and sent. */
export interface Clip {
  readonly sagaloom: 'steps';
  readonly steps: JsonObject;
}

export function clipOf(document: Draft, ids: readonly string[]): Clip {
  const { steps } = outlineOf(document);
  const entries = ids.flatMap((id) => {
    const entry = steps.get(id);
    return entry && !isInsideAny(document, id, ids) ? [[id, entry.step] as const] : [];
  });
  return { sagaloom: 'steps', steps: Object.fromEntries(entries) };
}

function isInsideAny(document: Draft, id: string, ids: readonly string[]): boolean {
  const outline = outlineOf(document);
  return ids.some((other) => other !== id && withInner(outline, other).includes(id));
}

export function parseClip(text: string): Clip | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) && value.sagaloom === 'steps' && isObject(value.steps)
      ? { sagaloom: 'steps', steps: value.steps }
      : null;
  } catch {
    return null;
  }
}

/** Puts copies into a block under ids nobody has; connections and references among them follow. Gives back the new ids by the old. */
export function pasteSteps(document: EditableObject, clip: Clip, key: BlockKey): ReadonlyMap<string, string> {
  const block = blockAt(document, key);
  const copies = copyOf(clip.steps);
  if (!block || !isEditableObject(copies)) return new Map();
  const taken = new Set(takenIds(outlineOf(copyOf(document) as Draft)));
  const renamed = new Map<string, string>();
  chooseIds(copies, taken, renamed);
  const fresh = withNewIds(copies, renamed);
  Object.assign(stepsOf(block), fresh);
  for (const id of Object.keys(fresh)) cutStrayConnections(document, block, id);
  const [first] = Object.keys(fresh);
  if (first !== undefined && textAt(block, 'start') === null) setStart(block, first);
  return renamed;
}

function chooseIds(steps: EditableObject, taken: Set<string>, renamed: Map<string, string>): void {
  for (const [id, step] of Object.entries(steps)) {
    const fresh = freshId(id, taken);
    taken.add(fresh);
    renamed.set(id, fresh);
    if (!isEditableObject(step)) continue;
    for (const [, block] of innerBlocks(step)) chooseIds(objectAt(block, 'steps') ?? {}, taken, renamed);
  }
}

function withNewIds(steps: EditableObject, renamed: ReadonlyMap<string, string>): EditableObject {
  const fresh: EditableObject = {};
  for (const [id, step] of Object.entries(steps)) {
    if (isEditableObject(step)) renameWithin(step, renamed);
    fresh[renamed.get(id) ?? id] = step;
  }
  return fresh;
}

function renameWithin(step: EditableObject, renamed: ReadonlyMap<string, string>): void {
  for (const port of portsOf(step)) {
    const target = targetOf(step, port);
    if (target !== null) setTarget(step, port, renamed.get(target) ?? target);
  }
  for (const [, block] of innerBlocks(step)) {
    const start = textAt(block, 'start');
    if (start !== null) block.start = renamed.get(start) ?? start;
    const inner = objectAt(block, 'steps');
    if (inner) block.steps = withNewIds(inner, renamed);
  }
  changeTexts(step, (text) => renameAll(text, renamed));
}

/** Through names that cannot occur, so that swapped names do not meet. */
function renameAll(text: string, renamed: ReadonlyMap<string, string>): string {
  if (!text.startsWith('{%')) return text;
  const pairs = [...renamed].filter(([from, to]) => from !== to);
  const aside = pairs.reduce((current, [from], index) => renameInExpression(current, from, `__moved_${index}__`), text);
  return pairs.reduce((current, [, to], index) => renameInExpression(current, `__moved_${index}__`, to), aside);
}
