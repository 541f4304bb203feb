import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { copyOf, type Draft, type EditableObject, isEditableObject, objectAt, textAt } from '../draft.ts';
import { freshId, takenIds } from '../ids.ts';
import { type BlockKey, outlineOf, withInner } from '../outline.ts';
import { mainTarget, portsOf, setTarget, targetOf } from '../ports.ts';
import { followerOf, leadOn } from './add.ts';
import { blockAt, changeTexts, findStep, innerBlocks, setStart, stepsOf } from './blocks.ts';
import { connect, type Origin } from './connect.ts';
import { notesForClip, pasteNotes } from './notes.ts';
import { cutStrayConnections } from './move.ts';
import type { Positions } from './positions.ts';
import { renameInExpression } from './rename.ts';

/** What the clipboard holds: plain JSON that can be read, kept and sent. */
export interface Clip {
  readonly sagaloom: 'steps';
  /** Where the copied steps begin, when one of them is the first of its block. */
  readonly start?: string;
  readonly steps: JsonObject;
  /** Where they were drawn, each from the corner of its block. */
  readonly places?: Positions;
  /** Notes of the drawing, as the file has them. */
  readonly notes?: JsonObject;
}

export function clipOf(
  document: Draft,
  ids: readonly string[],
  positions: Positions = {},
  noteIds: readonly string[] = [],
): Clip {
  const outline = outlineOf(document);
  const inside = new Set(ids.flatMap((id) => withInner(outline, id).slice(1)));
  const entries = ids.flatMap((id) => {
    const entry = outline.steps.get(id);
    return entry && !inside.has(id) ? [entry] : [];
  });
  const steps = Object.fromEntries(entries.map(({ id, step }) => [id, step]));
  const first = entries.find(({ id, block }) => outline.blocks.get(block)?.start === id)?.id;
  const inClip = entries.flatMap(({ id }) => withInner(outline, id));
  const places = Object.fromEntries(
    inClip.flatMap((id) => {
      const at = positions[id];
      return at ? [[id, { x: at.x, y: at.y }] as const] : [];
    }),
  );
  const notes = notesForClip(document, noteIds, inClip);
  return {
    sagaloom: 'steps',
    ...(first === undefined ? {} : { start: first }),
    steps,
    ...(Object.keys(places).length === 0 ? {} : { places }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
}

export function parseClip(text: string): Clip | null {
  try {
    const value = JSON.parse(text) as Json;
    if (!isObject(value) || value.sagaloom !== 'steps' || !isObject(value.steps)) return null;
    const start = textAt(value, 'start');
    const places = placesIn(value.places);
    return {
      sagaloom: 'steps',
      ...(start === null ? {} : { start }),
      steps: value.steps,
      ...(places ? { places } : {}),
      ...(isObject(value.notes) ? { notes: value.notes } : {}),
    };
  } catch {
    return null;
  }
}

function placesIn(value: Json | undefined): Positions | null {
  if (!isObject(value)) return null;
  const known = Object.entries(value).flatMap(([id, at]) =>
    isObject(at) && typeof at.x === 'number' && typeof at.y === 'number' ? [[id, { x: at.x, y: at.y }] as const] : [],
  );
  return Object.fromEntries(known);
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
  const first = renamed.get(clip.start ?? '') ?? Object.keys(fresh)[0];
  if (first !== undefined && textAt(block, 'start') === null) setStart(block, first);
  pasteNotes(document, clip.notes ?? {}, renamed);
  return renamed;
}

/** Puts copies on a connection: it leads to where they begin, and their chain leads on to where it led. */
export function pasteOn(document: EditableObject, clip: Clip, origin: Origin): ReadonlyMap<string, string> {
  const key = origin.kind === 'start' ? origin.block : findStep(document, origin.step)?.holder.key;
  const block = key === undefined ? null : blockAt(document, key);
  if (key === undefined || !block) return new Map();
  const follower = followerOf(document, origin);
  const renamed = pasteSteps(document, clip, key);
  const ids = Object.keys(clip.steps).flatMap((id) => renamed.get(id) ?? []);
  const head = renamed.get(clip.start ?? '') ?? headOf(block, ids);
  if (head === null) return renamed;
  connect(document, origin, head);
  const end = objectAt(stepsOf(block), endOf(block, head, ids));
  if (end && follower !== null) leadOn(end, follower);
  return renamed;
}

/** The one that no other leads to. */
function headOf(block: EditableObject, ids: readonly string[]): string | null {
  const targets = new Set(
    ids.flatMap((id) => {
      const step = objectAt(stepsOf(block), id);
      return step ? portsOf(step).map((port) => targetOf(step, port)) : [];
    }),
  );
  return ids.find((id) => !targets.has(id)) ?? ids[0] ?? null;
}

/** Where the way through them ends. */
function endOf(block: EditableObject, head: string, ids: readonly string[]): string {
  const seen = new Set<string>();
  let at = head;
  for (;;) {
    seen.add(at);
    const step = objectAt(stepsOf(block), at);
    const next = step && mainTarget(step);
    if (next === null || seen.has(next) || !ids.includes(next)) return at;
    at = next;
  }
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
    if (isEditableObject(step)) {
      redirectWithin(step, renamed);
      changeTexts(step, (text) => renameAll(text, renamed));
    }
    fresh[renamed.get(id) ?? id] = step;
  }
  return fresh;
}

function redirectWithin(step: EditableObject, renamed: ReadonlyMap<string, string>): void {
  for (const port of portsOf(step)) {
    const target = targetOf(step, port);
    if (target !== null) setTarget(step, port, renamed.get(target) ?? target);
  }
  for (const [, block] of innerBlocks(step)) {
    const start = textAt(block, 'start');
    if (start !== null) block.start = renamed.get(start) ?? start;
    const inner = objectAt(block, 'steps');
    if (inner) block.steps = renamedKeys(inner, renamed);
  }
}

/** The texts of what is inside are changed with those around them, once. */
function renamedKeys(steps: EditableObject, renamed: ReadonlyMap<string, string>): EditableObject {
  const fresh: EditableObject = {};
  for (const [id, step] of Object.entries(steps)) {
    if (isEditableObject(step)) redirectWithin(step, renamed);
    fresh[renamed.get(id) ?? id] = step;
  }
  return fresh;
}

/** Through names that cannot occur, so that swapped names do not meet. */
function renameAll(text: string, renamed: ReadonlyMap<string, string>): string {
  if (!text.startsWith('{%')) return text;
  const pairs = [...renamed].filter(([from, to]) => from !== to);
  const aside = pairs.reduce((current, [from], index) => renameInExpression(current, from, `__moved_${index}__`), text);
  return pairs.reduce((current, [, to], index) => renameInExpression(current, `__moved_${index}__`, to), aside);
}
