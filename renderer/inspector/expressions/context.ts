import { type InScope, inScope, isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import type { ActivityInfo } from '@sagaloom/engine/contract';
import { type Draft, outlineOf, type Path } from '../../document/index.ts';
import { type Member, memberOf, named, nothingKnown, type Shape, shapeOf } from './language/shape.ts';

/** Where schemas and data come from. `data` is a scope as an expression saw it, by root. */
export interface Sources {
  readonly document: Draft;
  readonly activities: ReadonlyMap<string, ActivityInfo>;
  readonly secrets: readonly string[];
  readonly data: JsonObject | null;
  /** Outputs of steps that were seen, also of those the scope does not hold. */
  readonly outputs: JsonObject;
}

/** What an expression at this place can read, with all that is known of it. Null where none may stand. */
export function scopeShape(path: Path, sources: Sources): Shape | null {
  const scope = inScope(sources.document, path);
  return scope && named(membersOfScope(scope, sources));
}

function membersOfScope(scope: InScope, sources: Sources): readonly Member[] {
  const roots = scope.roots.map(({ name, fields }): Member => {
    const data = sources.data?.[name];
    const shape = rootShape(name, fields, scope, sources);
    return { name, kind: 'root', shape: data === undefined ? shape : { ...shape, values: [...shape.values, data] } };
  });
  if (!scope.secrets) return roots;
  const secrets = sources.secrets.map((name): Member => ({ name, kind: 'secret', shape: nothingKnown }));
  return [...roots, { name: 'secrets', kind: 'root', shape: named(secrets) }];
}

function rootShape(name: string, fields: readonly string[] | null, scope: InScope, sources: Sources): Shape {
  const { document } = sources;
  switch (name) {
    case 'input':
      return shapeOf(document['input'], [sampleOf(document)]);
    case 'vars':
      return named(scope.variables.map((variable) => variableOf(variable, document)));
    case 'config':
      return named(scope.config.map((one) => configOf(one, document)));
    case 'steps':
      return named(stepMembers(scope, sources));
    case 'result':
      return outputShape(scope.step, sources);
    case 'item':
      return itemShape(scope, sources);
    case 'index':
      return shapeOf({ type: 'number' });
    default:
      return fieldShapes(name, fields ?? [], scope, sources);
  }
}

const childAt = (value: Json | undefined, ...names: readonly string[]): Json | undefined =>
  names.reduce<Json | undefined>((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), value);

const sampleOf = (document: Draft): Json | undefined => childAt(document, 'ui', 'sampleInput');

/** A first value says what kind of thing it is, unless it is only an empty place. */
function variableOf(name: string, document: Draft): Member {
  const first = childAt(document, 'variables', name);
  const isTelling = first !== undefined && first !== null && !(typeof first === 'string' && first.startsWith('{%'));
  return { name, kind: 'variable', shape: shapeOf(undefined, isTelling ? [first] : []) };
}

function configOf(name: string, document: Draft): Member {
  const declared = childAt(document, 'config', name);
  const detail = childAt(declared, 'description');
  return {
    name,
    kind: 'config',
    shape: shapeOf(declared),
    ...(typeof detail === 'string' ? { detail } : {}),
  };
}

function stepMembers(scope: InScope, sources: Sources): readonly Member[] {
  const { steps } = outlineOf(sources.document);
  return scope.steps.map(({ id, certain }) => {
    const label = steps.get(id)?.label;
    const output: Member = { name: 'output', kind: 'member', shape: outputShape(id, sources) };
    return {
      name: id,
      kind: 'step',
      shape: named([output]),
      ...(label === undefined || label === id ? {} : { detail: label }),
      isUncertain: !certain,
    };
  });
}

/** What a step gives: its activity's schema, its signal's, or that of what it holds; and what it gave. */
function outputShape(id: string | null, sources: Sources): Shape {
  const step = id === null ? undefined : outlineOf(sources.document).steps.get(id)?.step;
  if (!step || id === null) return nothingKnown;
  const sample = childAt(sources.document, 'ui', 'samples', id);
  return shapeOf(outputSchema(step, sources), [sources.outputs[id], sample]);
}

function outputSchema(step: JsonObject, { document, activities }: Sources): Json | undefined {
  const text = (name: string): string => (typeof step[name] === 'string' ? step[name] : '');
  if (step['type'] === 'task') return activities.get(text('activity'))?.output;
  if (step['type'] === 'receive') return childAt(document, 'signals', text('signal'), 'payload');
  if (step['type'] === 'map') return { type: 'array' };
  if (step['type'] !== 'parallel') return undefined;
  const branches = Object.keys(isObject(step['branches']) ? step['branches'] : {});
  return { type: 'object', properties: Object.fromEntries(branches.map((name) => [name, {}])) };
}

/** An item of what the map goes through. */
function itemShape({ map }: InScope, sources: Sources): Shape {
  const step = map === null ? undefined : outlineOf(sources.document).steps.get(map)?.step;
  const items = step?.['items'];
  const path = typeof items === 'string' ? /^\{%\s*input((?:\.\w+)+)\s*%\}$/.exec(items)?.[1] : undefined;
  if (path === undefined || (step && step['batchSize'] !== undefined)) return nothingKnown;
  const input = shapeOf(sources.document['input'], [sources.data?.['input'] ?? sampleOf(sources.document)]);
  const list = path
    .split('.')
    .slice(1)
    .reduce((at, name) => memberOf(at, name), input);
  return {
    schemas: list.schemas.flatMap(({ schema, root }) => {
      const inner = isObject(schema) ? schema['items'] : undefined;
      return inner === undefined ? [] : [{ schema: inner, root }];
    }),
    values: list.values.flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]).slice(0, 3) : [])),
  };
}

/** Roots whose fields the core names: `run`, `step`, `signal`, `error` and their like. */
function fieldShapes(root: string, fields: readonly string[], scope: InScope, sources: Sources): Shape {
  return named(
    fields.map((name) => ({ name, kind: 'member' as const, shape: fieldShape(root, name, scope, sources) })),
  );
}

function fieldShape(root: string, field: string, scope: InScope, sources: Sources): Shape {
  const { document } = sources;
  const declared = String(scope.at[1] ?? '');
  if (root === 'step' && field === 'output') return outputShape(scope.step, sources);
  if (root === 'step' && field === 'with') return shapeOf(undefined, [childAt(stepJson(scope, sources), 'with')]);
  if (root === 'signal' && field === 'payload') return shapeOf(payloadOf(scope, sources));
  if (root === 'query' && field === 'input') return shapeOf(childAt(document, 'queries', declared, 'input'));
  if (root === 'update' && field === 'input') return shapeOf(childAt(document, 'updates', declared, 'input'));
  const isFree = ['details', 'payload', 'headers', 'cause', 'input', 'key'].includes(field) && root !== 'step';
  return isFree ? nothingKnown : shapeOf({ type: 'string' });
}

const stepJson = ({ step }: InScope, { document }: Sources): JsonObject | undefined =>
  step === null ? undefined : outlineOf(document).steps.get(step)?.step;

function payloadOf(scope: InScope, sources: Sources): Json | undefined {
  const signal = scope.role === 'signalKey' ? String(scope.at[1] ?? '') : stepJson(scope, sources)?.['signal'];
  return typeof signal === 'string' ? childAt(sources.document, 'signals', signal, 'payload') : undefined;
}
