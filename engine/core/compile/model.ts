import { type StepType, stepSchemas } from '../definition/document.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Path } from './pointer.ts';

/**
 * What a document draws, as far as it can be made out: checks of flow, data and sagas go by this, so that a half-drawn file gets
 * them too. Whatever has the wrong shape is left out here; the shape's own check tells of it.
 */
export interface Model {
  readonly document: JsonObject;
  readonly root: BlockModel;
  /** Every block, outer ones first. */
  readonly blocks: readonly BlockModel[];
  /** Every step; of two with one id, the first. */
  readonly steps: ReadonlyMap<string, StepModel>;
}

export interface BlockModel {
  /** `item`: of a map, run once for each. */
  readonly kind: 'root' | 'body' | 'branch' | 'item' | 'finally';
  readonly at: Path;
  readonly owner: StepModel | null;
  readonly start: string | null;
  readonly steps: ReadonlyMap<string, StepModel>;
  /** Its output's template, and where it stands. */
  readonly output: { readonly value: Json; readonly at: Path } | null;
}

export interface StepModel {
  readonly id: string;
  readonly at: Path;
  /** Null when it is none that exists. */
  readonly type: StepType | null;
  readonly json: JsonObject;
  readonly block: BlockModel;
  readonly blocks: readonly BlockModel[];
  readonly exits: readonly Exit[];
}

/** A way out of a step. `to` null ends the block. */
export interface Exit {
  readonly kind: 'next' | 'branch' | 'otherwise' | 'catch' | 'onTimeout';
  readonly to: string | null;
  readonly at: Path;
}

export function modelOf(document: JsonObject): Model {
  const blocks: BlockModel[] = [];
  const steps = new Map<string, StepModel>();
  const addBlock = (json: JsonObject, at: Path, kind: BlockModel['kind'], owner: StepModel | null): BlockModel => {
    const inside = new Map<string, StepModel>();
    const template = kind === 'root' ? 'returns' : 'output';
    const output = json[template] === undefined ? null : { value: json[template], at: [...at, template] };
    const block = { kind, at, owner, start: text(json['start']), steps: inside, output };
    blocks.push(block);
    for (const [id, step] of entries(json['steps'])) inside.set(id, addStep(id, step, [...at, 'steps', id], block));
    return block;
  };
  const addStep = (id: string, json: JsonObject, at: Path, block: BlockModel): StepModel => {
    const inner: BlockModel[] = [];
    const type = stepType(json['type']);
    const step: StepModel = { id, at, type, json, block, blocks: inner, exits: exitsOf(type, json, at) };
    if (!steps.has(id)) steps.set(id, step);
    for (const [kind, body, where] of bodiesOf(type, json, at)) inner.push(addBlock(body, where, kind, step));
    return step;
  };
  const root = addBlock(document, [], 'root', null);
  return { document, root, blocks, steps };
}

function bodiesOf(type: StepType | null, json: JsonObject, at: Path): [BlockModel['kind'], JsonObject, Path][] {
  if (type === 'parallel') {
    return entries(json['branches']).map(([id, branch]) => ['branch', branch, [...at, 'branches', id]]);
  }
  if (type === 'map') return [['item', json, at]];
  if (type === 'saga') return [['body', json, at]];
  if (type !== 'try') return [];
  const last = json['finally'];
  return [['body', json, at], ...(isObject(last) ? [finallyOf(last, at)] : [])];
}

const finallyOf = (block: JsonObject, at: Path): [BlockModel['kind'], JsonObject, Path] => [
  'finally',
  block,
  [...at, 'finally'],
];

function exitsOf(type: StepType | null, json: JsonObject, at: Path): readonly Exit[] {
  if (type === 'fail' || type === 'succeed' || type === 'continueAsNew') return [];
  const caught = items(json['catch']).map(([clause, index]): Exit => {
    return { kind: 'catch', to: text(clause['next']), at: [...at, 'catch', index, 'next'] };
  });
  if (type !== 'choice') {
    const late = type === 'receive' ? text(json['onTimeout']) : null;
    const onTimeout: readonly Exit[] = late === null ? [] : [{ kind: 'onTimeout', to: late, at: [...at, 'onTimeout'] }];
    return [{ kind: 'next', to: text(json['next']), at: [...at, 'next'] }, ...onTimeout, ...caught];
  }
  const branches = items(json['branches']).map(([branch, index]): Exit => {
    return { kind: 'branch', to: text(branch['next']), at: [...at, 'branches', index, 'next'] };
  });
  const otherwise = text(json['otherwise']);
  return otherwise === null ? branches : [...branches, { kind: 'otherwise', to: otherwise, at: [...at, 'otherwise'] }];
}

export const stepTypes = Object.keys(stepSchemas) as StepType[];

const stepType = (value: Json | undefined): StepType | null => stepTypes.find((type) => type === value) ?? null;

export const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** Members that are objects. */
export function entries(value: Json | undefined): readonly (readonly [string, JsonObject])[] {
  return isObject(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    : [];
}

/** Items that are objects, with their place in the list. */
export function items(value: Json | undefined): readonly (readonly [JsonObject, number])[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((item, index) => (isObject(item) ? [[item, index] as const] : []));
}

/** The block, the block around it, and so on to the root. */
export function* outward(block: BlockModel): Generator<BlockModel> {
  for (let at: BlockModel | null = block; at; at = at.owner?.block ?? null) yield at;
}

/** What a step gave is not there on the ways that leave it with an error. */
export const isCaught = ({ kind }: Exit): boolean => kind === 'catch' || kind === 'onTimeout';

/** Steps that have an effect in the world, which a saga may have to undo (SG1). */
export const isEffectful = ({ type }: StepModel): boolean => type === 'task' || type === 'emit' || type === 'child';

/** Blocks that open a variable scope (DA1), and of which several run at once. */
export const isShared = ({ kind }: BlockModel): boolean => kind === 'branch' || kind === 'item';

/** The nearest saga around a step. */
export function sagaAround(step: StepModel): StepModel | null {
  for (const block of outward(step.block))
    if (block.kind === 'body' && block.owner?.type === 'saga') return block.owner;
  return null;
}
