/**
 * What two versions of a workflow differ in, as a person would say it. Pure: two documents in, a list out; every difference is in the
 * list once, and the list of the way back is the same with its sides exchanged.
 */
import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import {
  type BlockEntry,
  type BlockKey,
  type Draft,
  type Outline,
  outlineOf,
  type Path,
  type Port,
  portsOf,
  type StepEntry,
  targetOf,
  toPointer,
} from '../document/index.ts';

/** One field before and after; `undefined` is absence. */
export interface FieldChange {
  /** Inside the step or the document: `/with/url`. */
  readonly pointer: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export type Difference =
  | { readonly kind: 'added'; readonly step: string }
  | { readonly kind: 'removed'; readonly step: string }
  /** Its fields, without where it leads and where it stands. `before` is its id then: another one where it was renamed. */
  | {
      readonly kind: 'changed';
      readonly step: string;
      readonly before: string;
      readonly fields: readonly FieldChange[];
    }
  | { readonly kind: 'renamed'; readonly step: string; readonly before: string }
  | { readonly kind: 'moved'; readonly step: string; readonly from: BlockKey; readonly to: BlockKey }
  /** From a step's port, or to the first step of a block. */
  | { readonly kind: 'connected' | 'disconnected'; readonly from: ConnectionEnd; readonly to: string }
  /** Only the drawing: where it stands, whether it is collapsed. */
  | { readonly kind: 'placed'; readonly step: string }
  | { readonly kind: 'document'; readonly fields: readonly FieldChange[] }
  /** What else the drawing says. */
  | { readonly kind: 'drawing'; readonly fields: readonly FieldChange[] };

export type ConnectionEnd = { readonly step: string; readonly port: Port } | { readonly block: BlockKey };

export interface Diff {
  readonly differences: readonly Difference[];
  /** Steps of the version before, by what they are called after. */
  readonly namesBefore: ReadonlyMap<string, string>;
}

interface Sides {
  readonly before: Outline;
  readonly after: Outline;
  /** From the id before to the id after, of steps that are in both. */
  readonly pairs: ReadonlyMap<string, string>;
}

export function diffOf(before: Draft, after: Draft): Diff {
  const outlines = { before: outlineOf(before), after: outlineOf(after) };
  const renamed = renames(outlines.before, outlines.after);
  const same = [...outlines.before.steps.keys()].filter((id) => outlines.after.steps.has(id));
  const pairs = new Map([...same.map((id) => [id, id] as const), ...renamed]);
  const sides = { ...outlines, pairs };
  const differences = [
    ...documentDifferences(outlines.before, outlines.after),
    ...stepDifferences(sides),
    ...connectionDifferences(sides),
    ...drawingDifferences(before, after, sides),
  ];
  return { differences, namesBefore: new Map([...renamed].map(([old, id]) => [id, old])) };
}

/** A step that is gone and one that is new, with the same content: it has another name now. The first that fits, in order. */
function renames(before: Outline, after: Outline): ReadonlyMap<string, string> {
  const gone = [...before.steps.values()].filter(({ id }) => !after.steps.has(id));
  const fresh = [...after.steps.values()].filter(({ id }) => !before.steps.has(id));
  const byContent = Map.groupBy(fresh, (entry) => contentKey(entry, after));
  const found = new Map<string, string>();
  for (const entry of gone) {
    const match = byContent.get(contentKey(entry, before))?.shift();
    if (match) found.set(entry.id, match.id);
  }
  return found;
}

/** What a step is, whatever it is called and wherever it leads. */
const contentKey = (entry: StepEntry, outline: Outline): string =>
  canonical([
    ownFields(entry, outline),
    ...entry.blocks.map((key) => outline.blocks.get(key)?.stepIds.toSorted() ?? []),
  ]);

/** The same text for the same JSON, whatever the order of keys. */
function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join()}}`;
}

/** A step without the steps it holds and without its connections: those are told apart. */
function ownFields(entry: StepEntry, outline: Outline): JsonObject {
  let fields = entry.step;
  for (const key of entry.blocks) {
    const block = outline.blocks.get(key);
    if (block) fields = replacedAt(fields, block.path.slice(entry.path.length), restOf(block, outline));
  }
  return withoutTargets(fields, entry.step);
}

/** A block without what is drawn of it: its beginning, and its steps. */
function restOf({ block, key, start }: BlockEntry, outline: Outline): JsonObject {
  const { start: _, steps, ...rest } = block;
  const strays = isObject(steps)
    ? Object.fromEntries(
        Object.entries(steps).filter(
          ([id, step]) => outline.steps.get(id)?.step !== step || outline.steps.get(id)?.block !== key,
        ),
      )
    : {};
  return {
    ...rest,
    ...(start === null && block.start !== undefined ? { start: block.start } : {}),
    ...(isObject(steps) && Object.keys(strays).length === 0
      ? {}
      : { steps: isObject(steps) ? strays : (steps ?? null) }),
  };
}

/** The first part of a path is there: it leads to a block. */
function replacedAt(object: JsonObject, [part, ...rest]: Path, value: JsonObject): JsonObject {
  if (part === undefined) return value;
  const held = object[part];
  return { ...object, [part]: isObject(held) ? replacedAt(held, rest, value) : value };
}

/** Where ports lead, taken out of the fields they are written in. */
function withoutTargets(own: JsonObject, step: JsonObject): JsonObject {
  const ports = new Set<string>(portsOf(step).filter((port) => targetOf(step, port) !== null));
  const cut = (value: Json, prefix: string): Json =>
    Array.isArray(value)
      ? (value as readonly Json[]).map((each, index) => {
          if (!isObject(each) || !ports.has(`${prefix}:${index}`)) return each;
          const { next: _next, ...kept } = each;
          return kept;
        })
      : value;
  return Object.fromEntries(
    Object.entries(own).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
      if (ports.has(key === 'onTimeout' ? 'timeout' : key) && typeof value === 'string') return [];
      if (key === 'branches' && step.type === 'choice') return [[key, cut(value, 'branch')]];
      return [[key, key === 'catch' ? cut(value, 'catch') : value]];
    }),
  );
}

function stepDifferences({ before, after, pairs }: Sides): readonly Difference[] {
  const kept = new Set(pairs.values());
  const found: Difference[] = [...before.steps.keys()]
    .filter((id) => !pairs.has(id))
    .map((step) => ({ kind: 'removed' as const, step }));
  for (const step of after.steps.keys()) if (!kept.has(step)) found.push({ kind: 'added', step });
  for (const [old, id] of pairs) {
    const [was, is] = [before.steps.get(old), after.steps.get(id)];
    if (!was || !is) continue;
    if (old !== id) found.push({ kind: 'renamed', step: id, before: old });
    const [from, to] = [blockAfter(was.block, pairs), is.block];
    if (from !== to) found.push({ kind: 'moved', step: id, from: was.block, to });
    const fields = fieldChanges(ownFields(was, before), ownFields(is, after));
    if (fields.length > 0) found.push({ kind: 'changed', step: id, before: old, fields });
  }
  return found;
}

/** A block by the name its step has after. */
function blockAfter(key: BlockKey, pairs: Sides['pairs']): BlockKey {
  const cut = key.indexOf('/');
  return cut < 0 ? key : `${pairs.get(key.slice(0, cut)) ?? key.slice(0, cut)}${key.slice(cut)}`;
}

/** Fields that differ, as deep as both sides are objects; a list is one field. */
function fieldChanges(before: JsonObject, after: JsonObject, at: Path = []): readonly FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [was, is] = [own(before, name), own(after, name)];
    const path = [...at, name];
    if (isObject(was) && isObject(is)) return fieldChanges(was, is, path);
    return canonical(was) === canonical(is) ? [] : [{ pointer: toPointer(path), before: was, after: is }];
  });
}

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

interface Connection {
  readonly from: ConnectionEnd;
  readonly to: string;
}

function connectionDifferences({ before, after, pairs }: Sides): readonly Difference[] {
  const back = new Map([...pairs].map(([old, id]) => [id, old]));
  const was = new Map(connectionsOf(before).map((each) => [keyOf(each, pairs), each]));
  const kept = new Map([...back.keys()].map((id) => [id, id]));
  const is = new Map(connectionsOf(after).map((each) => [keyOf(each, kept), each]));
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, each]) => ({ kind: 'disconnected' as const, ...each }));
  const fresh = [...is].filter(([key]) => !was.has(key)).map(([, each]) => ({ kind: 'connected' as const, ...each }));
  return [...gone.filter((each) => !isOfStepGone(each, pairs)), ...fresh.filter((each) => !isOfStepGone(each, back))];
}

/** What comes and goes with its step is no difference of its own. */
function isOfStepGone({ from }: Connection, pairs: ReadonlyMap<string, string>): boolean {
  const owner = 'step' in from ? from.step : ownerOf(from.block);
  return owner !== null && !pairs.has(owner);
}

const ownerOf = (block: BlockKey): string | null => (block === '' ? null : block.slice(0, block.indexOf('/')));

function connectionsOf({ steps, blocks }: Outline): readonly Connection[] {
  const starts = [...blocks.values()].flatMap(({ key, start }: BlockEntry) =>
    start === null ? [] : [{ from: { block: key }, to: start }],
  );
  const inSteps = [...steps.values()].flatMap(({ id, step }) =>
    portsOf(step).flatMap((port) => {
      const to = targetOf(step, port);
      return to === null ? [] : [{ from: { step: id, port }, to }];
    }),
  );
  return [...starts, ...inSteps];
}

/** Both ends by the names they have after. A target that is not in both versions is known by its name alone. */
function keyOf({ from, to }: Connection, pairs: ReadonlyMap<string, string>): string {
  const end = 'step' in from ? [pairs.get(from.step) ?? from.step, from.port] : [blockAfter(from.block, pairs), ''];
  return JSON.stringify([...end, pairs.has(to), pairs.get(to) ?? to]);
}

/** Fields of the document itself, its steps and its drawing left out. */
function documentDifferences(before: Outline, after: Outline): readonly Difference[] {
  const [was, is] = [before, after].map((outline): JsonObject => {
    const block = outline.blocks.get('');
    const { ui: _, ...fields } = block ? restOf(block, outline) : {};
    return fields;
  });
  const fields = fieldChanges(was ?? {}, is ?? {});
  return fields.length === 0 ? [] : [{ kind: 'document', fields }];
}

function drawingDifferences(before: Draft, after: Draft, sides: Sides): readonly Difference[] {
  const { pairs } = sides;
  const [was, is] = [drawingOf(before, sides.before), drawingOf(after, sides.after)];
  const placed = [...pairs].flatMap(([old, id]): readonly Difference[] =>
    canonical(own(was.steps, old)) === canonical(own(is.steps, id)) ? [] : [{ kind: 'placed', step: id }],
  );
  const fields = fieldChanges(was.rest, is.rest);
  return fields.length === 0 ? placed : [...placed, { kind: 'drawing', fields }];
}

/** Places of steps, and what else is there: those of steps that are not there too. */
function drawingOf({ ui }: Draft, outline: Outline): { readonly steps: JsonObject; readonly rest: JsonObject } {
  if (!isObject(ui)) return { steps: {}, rest: ui === undefined ? {} : { ui } };
  const { steps, ...rest } = ui;
  if (!isObject(steps)) return { steps: {}, rest: ui };
  const strays = Object.entries(steps).filter(([id]) => !outline.steps.has(id));
  return { steps, rest: strays.length === 0 ? rest : { ...rest, steps: Object.fromEntries(strays) } };
}
