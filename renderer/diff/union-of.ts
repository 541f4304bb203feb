/** Both versions as one drawing: the later one, with what is gone from it where it was. */
import { isObject, type JsonObject } from '@sagaloom/engine/core';
import {
  type Draft,
  type Editable,
  type EditableObject,
  outlineOf,
  type Path,
  previewEdit,
  readAt,
  writeAt,
} from '../document/index.ts';
import type { Diff, Difference } from './diff-of.ts';

export interface Union {
  readonly document: Draft;
  /** What became of each step that is drawn; nothing of those that are as they were. */
  readonly marks: ReadonlyMap<string, StepMark>;
}

export type StepMark = 'added' | 'removed' | 'changed' | 'renamed' | 'moved' | 'placed';

/** What says most of a step stands first. */
const rank: readonly StepMark[] = ['added', 'removed', 'moved', 'changed', 'renamed', 'placed'];

export function unionOf(before: Draft, after: Draft, { differences, namesBefore }: Diff): Union {
  const was = outlineOf(before);
  const namesAfter = new Map([...namesBefore].map(([id, old]) => [old, id]));
  const removed = new Set(differences.flatMap((each) => (each.kind === 'removed' ? [each.step] : [])));
  const document = previewEdit(after, (draft) => {
    for (const id of removed) {
      const entry = was.steps.get(id);
      const owner = entry && was.blocks.get(entry.block)?.owner;
      // What was in a step that is gone comes along with it.
      if (!entry || (owner != null && removed.has(owner))) continue;
      const path = pathAfter(entry.path, namesAfter, draft);
      writeAt(draft, path, ghostOf(entry.step, removed, namesAfter));
      const place = readAt(before, ['ui', 'steps', id]);
      if (isObject(place) && isObject(readAt(after, ['ui', 'steps']))) {
        writeAt(draft, ['ui', 'steps', id], structuredClone(place) as Editable);
      }
    }
  });
  return { document, marks: marksOf(differences) };
}

/** Where a step that is gone is put: in its block, or in the next one around it that is still there. */
function pathAfter(path: Path, namesAfter: ReadonlyMap<string, string>, draft: EditableObject): Path {
  const id = path.at(-1) ?? '';
  const named = path.map((part, index) => (path[index - 1] === 'steps' ? (namesAfter.get(part) ?? part) : part));
  for (let length = named.length - 2; length > 0; length -= 1) {
    if (named[length] === 'steps' && isObject(readAt(draft, named.slice(0, length + 1)))) {
      return [...named.slice(0, length + 1), id];
    }
  }
  return ['steps', id];
}

/** A step as it was, leading where that is now, without the steps that were in it and are elsewhere. */
function ghostOf(step: JsonObject, removed: ReadonlySet<string>, namesAfter: ReadonlyMap<string, string>): Editable {
  return JSON.parse(
    JSON.stringify(step, (key, value: unknown) => {
      const isTarget = key === 'next' || key === 'otherwise' || key === 'onTimeout' || key === 'start';
      if (isTarget && typeof value === 'string') return namesAfter.get(value) ?? value;
      if (key !== 'steps' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).filter(([id]) => removed.has(id)));
    }),
  ) as Editable;
}

function marksOf(differences: readonly Difference[]): ReadonlyMap<string, StepMark> {
  const marks = new Map<string, StepMark>();
  for (const difference of differences) {
    const mark = rank.find((each) => each === difference.kind);
    if (!mark || !('step' in difference)) continue;
    const known = marks.get(difference.step);
    if (!known || rank.indexOf(mark) < rank.indexOf(known)) marks.set(difference.step, mark);
  }
  return marks;
}
