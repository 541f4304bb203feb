import { isObject, type Json } from '../json.ts';
import type { Node } from './ast.ts';
import { Refusal } from './failure.ts';
import { limits } from './limits.ts';

/**
 * Plain paths (`input.order.id`, `steps.a.output.body[0].x`) are what most templates are. They are evaluated here directly, as
 * JSONata's evaluator does it and many times faster: `evaluatePath`, `evaluateStep`, `evaluateFilter` and `lookup` of its 2.2.2,
 * for names and literal indexes only. A property test holds the two equal.
 */
export type PlainPath = readonly PathStep[];

interface PathStep {
  readonly name: string;
  readonly indexes: readonly number[];
}

export function plainPath(ast: Node): PlainPath | null {
  if (ast.type !== 'path' || ast.keepSingletonArray || ast.group || ast.tuple || ast.predicate) return null;
  const steps = (ast.steps ?? []).map(plainStep);
  return steps.every((step) => step !== null) ? steps : null;
}

function plainStep(node: Node): PathStep | null {
  const { type, value, stages = [] } = node;
  if (type !== 'name' || typeof value !== 'string') return null;
  if (node.group || node.predicate || node.tuple || node.focus || node.index || node.keepArray) return null;
  const indexes = stages.map(({ type: kind, expr }) => {
    const plain = kind === 'filter' && expr?.type === 'number' && !expr.predicate && !expr.group;
    return plain && typeof expr.value === 'number' ? Math.floor(expr.value) : null;
  });
  return indexes.every((index) => index !== null) ? { name: value, indexes } : null;
}

/** JSONata's result sequence: unlike an array of the data, it melts into its surroundings. */
class Sequence {
  readonly items: Json[] = [];
  push(item: Json): void {
    if (this.items.length >= limits.sequenceLength) {
      throw new Refusal('limit', `reads more than ${limits.sequenceLength} items.`);
    }
    this.items.push(item);
  }
}

type Value = Json | Sequence | undefined;

/** On a scope that is an object. */
export function readPath(path: PlainPath, scope: Json): Json | undefined {
  let items: readonly Json[] = [scope];
  let value: Value;
  for (const [at, step] of path.entries()) {
    value = readStep(step, items, at === path.length - 1);
    items = value instanceof Sequence ? value.items : value;
    if (items.length === 0) break;
  }
  return collapse(value);
}

function readStep(step: PathStep, items: readonly Json[], last: boolean): Sequence | readonly Json[] {
  const found: Exclude<Value, undefined>[] = [];
  for (const item of items) {
    let value: Value = collapse(lookup(item, step.name));
    for (const index of step.indexes) value = pick(value, index);
    if (value !== undefined) found.push(value);
  }
  const [only] = found;
  if (last && found.length === 1 && isArray(only)) return only;
  return flatten(found);
}

function flatten(found: readonly Exclude<Value, undefined>[]): Sequence {
  const result = new Sequence();
  for (const value of found) {
    if (value instanceof Sequence) for (const item of value.items) result.push(item);
    else if (isArray(value)) for (const item of value) result.push(item);
    else result.push(value);
  }
  return result;
}

function lookup(value: Json, name: string): Json | Sequence | undefined {
  if (isArray(value)) return lookupEach(value, name);
  if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
  // Data marked like this is a function to JSONata, and a function has no fields.
  if (value['_jsonata_function'] === true || value['_jsonata_lambda'] === true) return undefined;
  return value[name];
}

function lookupEach(values: readonly Json[], name: string): Sequence {
  const result = new Sequence();
  for (const value of values) {
    const found = lookup(value, name);
    if (found instanceof Sequence) for (const item of found.items) result.push(item);
    else if (isArray(found)) for (const item of found) result.push(item);
    else if (found !== undefined) result.push(found);
  }
  return result;
}

/** `[0]`, `[-1]`. What comes of it stays a sequence, unless the item is itself an array. */
function pick(value: Value, index: number): Sequence | readonly Json[] {
  const items = value === undefined ? [] : value instanceof Sequence ? value.items : isArray(value) ? value : [value];
  const item = items[index < 0 ? items.length + index : index];
  if (isArray(item)) return item;
  const result = new Sequence();
  if (item !== undefined) result.push(item);
  return result;
}

function collapse(value: Value): Json | undefined {
  if (!(value instanceof Sequence)) return value;
  return value.items.length > 1 ? value.items : value.items[0];
}

const isArray = (value: Value): value is readonly Json[] => Array.isArray(value);
