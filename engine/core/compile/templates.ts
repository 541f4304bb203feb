import type { StepType } from '../definition/document.ts';
import type { Json, JsonObject } from '../json.ts';
import { type BlockModel, entries, isEffectful, items, type Model, type StepModel } from './model.ts';
import type { Path } from './pointer.ts';

/** What a template is for: decides what is in its scope. */
export type Role =
  | 'start' // first values of variables: nothing has run
  | 'with' // what a task, an emit or a child is given
  | 'step' // other fields of a step, when it is entered
  | 'assign'
  | 'undo'
  | 'output' // of a block, when it ends
  | 'attribute' // a search attribute, whenever a variable is assigned
  | 'signalKey' // of a signal that came without one
  | 'query'
  | 'update'
  | 'trigger' // before there is a run
  | 'slot'; // the concurrency key, before the run begins

/** A template of the document, and from where in the flow it is evaluated. */
export interface Site {
  readonly role: Role;
  readonly value: Json;
  readonly at: Path;
  readonly block: BlockModel;
  readonly step: StepModel | null;
}

/** Every template there is, in the order of the document. */
export function sitesOf(model: Model): readonly Site[] {
  const { root, document } = model;
  const variables = recordSites('start', document['variables'], ['variables'], { block: root, step: null });
  const ofBlocks = model.blocks.flatMap((block) => [
    ...[...block.steps.values()].flatMap(stepSites),
    ...(block.output ? [{ role: 'output' as const, ...block.output, block, step: block.owner }] : []),
  ]);
  return [...variables, ...declaredSites(model), ...ofBlocks];
}

type Owner = Pick<Site, 'block' | 'step'>;
type Keys = readonly (string | number)[];

/** What is declared beside the steps. */
function declaredSites({ root, document }: Model): readonly Site[] {
  const owner: Owner = { block: root, step: null };
  const each = (role: Role, field: string, ...names: readonly string[]): Site[] =>
    entries(document[field]).flatMap(([id, json]) =>
      names.flatMap((name) => siteOf(role, json, [field, id], [name], owner)),
    );
  return [
    ...each('attribute', 'searchAttributes', 'value'),
    ...each('signalKey', 'signals', 'key'),
    ...each('query', 'queries', 'returns'),
    ...entries(document['updates']).flatMap(([id, { assign }]) =>
      recordSites('update', assign, ['updates', id, 'assign'], owner),
    ),
    ...each('update', 'updates', 'returns'),
    ...each('trigger', 'triggers', 'when', 'key', 'input'),
    ...siteOf('slot', document, [], ['concurrencyKey', 'key'], owner),
  ];
}

function stepSites(step: StepModel): readonly Site[] {
  const { json, at, block, type } = step;
  const owner: Owner = { block, step };
  const site = (role: Role, ...keys: Keys): Site[] => siteOf(role, json, at, keys, owner);
  const branches = type === 'choice' ? items(json['branches']).map(([, index]) => index) : [];
  return [
    ...(type === null ? [] : (fields[type] ?? [])).flatMap(([role, ...keys]) => site(role, ...keys)),
    ...branches.flatMap((index) => site('step', 'branches', index, 'when')),
    ...recordSites('assign', json['assign'], [...at, 'assign'], owner),
    ...(isEffectful(step) ? site('undo', 'compensate', 'with') : []),
  ];
}

/** The templates of each type of step, beside those that all have. */
const fields: Readonly<Partial<Record<StepType, readonly (readonly [Role, ...Keys])[]>>> = {
  task: [['with', 'with']],
  emit: [
    ['with', 'to'],
    ['with', 'key'],
    ['with', 'payload'],
  ],
  child: [['with', 'input']],
  map: [['step', 'items']],
  wait: [
    ['step', 'for'],
    ['step', 'until'],
  ],
  receive: [
    ['step', 'key'],
    ['step', 'timeout'],
  ],
  fail: [
    ['step', 'error', 'message'],
    ['step', 'error', 'details'],
  ],
  succeed: [['step', 'output']],
  continueAsNew: [['step', 'input']],
};

function siteOf(role: Role, json: JsonObject, at: Path, keys: Keys, owner: Owner): Site[] {
  const value = keys.reduce<Json | undefined>(member, json);
  return value === undefined ? [] : [{ role, value, at: [...at, ...keys], ...owner }];
}

function member(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, Json>>)[key];
}

function recordSites(role: Role, record: Json | undefined, at: Path, owner: Owner): readonly Site[] {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return [];
  return Object.entries(record).map(([name, value]) => ({ role, value, at: [...at, name], ...owner }));
}

/**
 * The template that a place is, or is inside of, whether there is anything yet or not; null where none may stand. `value` is what
 * the template holds now, null for nothing.
 */
export function siteAt(model: Model, path: Keys): Site | null {
  const keys = path.map(String);
  let block = model.root;
  let at = 0;
  for (;;) {
    const step = keys[at] === 'steps' ? block.steps.get(keys[at + 1] ?? '') : undefined;
    if (!step) break;
    const inner = step.blocks.find((one) => leadsInto(one, keys));
    if (!inner) return stepSite(step, keys, at + 2);
    block = inner;
    at = inner.at.length;
  }
  const owner: Owner = { block, step: block.owner };
  const name = block.kind === 'root' ? 'returns' : 'output';
  if (keys[at] === name) return placed('output', model, [...block.at, name], owner);
  if (block.kind !== 'root') return block.owner === null ? null : stepSite(block.owner, keys, block.owner.at.length);
  return declaredSite(model, keys);
}

/** Whether the way leads on into the block: to its steps, or to its output. */
function leadsInto(block: BlockModel, keys: readonly string[]): boolean {
  const next = keys[block.at.length];
  return startsWith(keys, block.at) && (next === 'steps' || next === 'output');
}

const startsWith = (keys: readonly string[], start: Keys): boolean =>
  start.every((key, at) => String(key) === keys[at]);

function stepSite(step: StepModel, keys: readonly string[], at: number): Site | null {
  const rest = keys.slice(at);
  const found = stepTemplate(step, rest);
  if (found === null) return null;
  const [role, length] = found;
  return placed(role, null, keys.slice(0, at + length), { block: step.block, step });
}

/** The role of a step's template that the way from the step leads to, and how long its own part of the way is. */
function stepTemplate(step: StepModel, rest: readonly string[]): readonly [Role, number] | null {
  const { type } = step;
  const own = (type === null ? [] : (fields[type] ?? [])).find(([, ...keys]) => startsWith(rest, keys));
  if (own) return [own[0], own.length - 1];
  if (type === 'choice' && rest[0] === 'branches' && rest[2] === 'when') return ['step', 3];
  if (rest[0] === 'assign' && rest[1] !== undefined) return ['assign', 2];
  return isEffectful(step) && startsWith(rest, ['compensate', 'with']) ? ['undo', 2] : null;
}

/** By what it is declared under: its role, and how its way goes on below the name. */
const declared: Readonly<Record<string, readonly (readonly [Role, ...Keys])[]>> = {
  variables: [['start']],
  searchAttributes: [['attribute', 'value']],
  signals: [['signalKey', 'key']],
  queries: [['query', 'returns']],
  updates: [['update', 'returns']],
  triggers: [
    ['trigger', 'when'],
    ['trigger', 'key'],
    ['trigger', 'input'],
  ],
};

function declaredSite(model: Model, keys: readonly string[]): Site | null {
  const owner: Owner = { block: model.root, step: null };
  const [field = '', name, ...rest] = keys;
  if (field === 'concurrencyKey') return name === 'key' ? placed('slot', model, [field, name], owner) : null;
  if (name === undefined) return null;
  if (field === 'updates' && rest[0] === 'assign' && rest[1] !== undefined)
    return placed('update', model, keys.slice(0, 4), owner);
  const found = declared[field]?.find(([, ...inner]) => startsWith(rest, inner));
  return found ? placed(found[0], model, keys.slice(0, found.length + 1), owner) : null;
}

function placed(role: Role, model: Model | null, at: Keys, owner: Owner): Site {
  const json = model?.document ?? owner.step?.json ?? {};
  const from = model ? 0 : (owner.step?.at.length ?? 0);
  const value = at.slice(from).reduce<Json | undefined>(member, json);
  return { role, value: value ?? null, at, ...owner };
}

/** Texts of a template, with their places. */
export function* textsIn(value: Json, at: Path): Generator<readonly [text: string, at: Path]> {
  if (typeof value === 'string') yield [value, at];
  else if (Array.isArray(value))
    for (const [index, item] of (value as readonly Json[]).entries()) yield* textsIn(item, [...at, index]);
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) yield* textsIn(part, [...at, name]);
}

export const catchVariables = ({ json, at }: StepModel): readonly (readonly [name: string, at: Path])[] =>
  items(json['catch']).flatMap(([clause, index]) =>
    typeof clause['as'] === 'string' ? [[clause['as'], [...at, 'catch', index, 'as']] as const] : [],
  );

export const assignedVariables = ({ json, at }: StepModel): readonly (readonly [name: string, at: Path])[] =>
  Object.keys(entries({ all: json['assign'] ?? null })[0]?.[1] ?? {}).map(
    (name) => [name, [...at, 'assign', name]] as const,
  );
