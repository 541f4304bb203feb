import type { Json } from '../json.ts';
import { type BlockModel, entries, items, type Model, type StepModel } from './model.ts';
import type { Path } from './pointer.ts';

/** What a template is for: decides what is in its scope. */
export type Role =
  | 'start' // first values of variables: nothing has run
  | 'with'
  | 'step' // other fields of a step, when it is entered
  | 'assign'
  | 'undo'
  | 'output'; // of a block, when it ends

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
  return [...variables, ...ofBlocks];
}

type Owner = Pick<Site, 'block' | 'step'>;

function stepSites(step: StepModel): readonly Site[] {
  const { json, at, block, type } = step;
  const owner: Owner = { block, step };
  const site = (role: Role, ...path: readonly (string | number)[]): Site[] => {
    const value = path.reduce<Json | undefined>(member, json);
    return value === undefined ? [] : [{ role, value, at: [...at, ...path], ...owner }];
  };
  const branches = type === 'choice' ? items(json['branches']).map(([, index]) => index) : [];
  return [
    ...site('with', ...(type === 'task' ? ['with'] : ['-'])),
    ...(type === 'wait' ? [...site('step', 'for'), ...site('step', 'until')] : []),
    ...branches.flatMap((index) => site('step', 'branches', index, 'when')),
    ...(type === 'fail' ? [...site('step', 'error', 'message'), ...site('step', 'error', 'details')] : []),
    ...(type === 'succeed' ? site('step', 'output') : []),
    ...recordSites('assign', json['assign'], [...at, 'assign'], owner),
    ...(type === 'task' ? site('undo', 'compensate', 'with') : []),
  ];
}

function member(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, Json>>)[key];
}

function recordSites(role: Role, record: Json | undefined, at: Path, owner: Owner): readonly Site[] {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return [];
  return Object.entries(record).map(([name, value]) => ({ role, value, at: [...at, name], ...owner }));
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
