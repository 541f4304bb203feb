/** JSON as the drawing hand compares it: what a file says against what it is to say. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
export type Fields = { readonly [key: string]: Value };
export type Path = readonly string[];

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export function at(root: Value | undefined, path: Path): Value | undefined {
  return path.reduce<Value | undefined>((value, key) => {
    if (isFields(value)) return Object.hasOwn(value, key) ? value[key] : undefined;
    return isList(value) ? value[Number(key)] : undefined;
  }, root);
}

const same = (a: Value | undefined, b: Value | undefined): boolean => canonical(a) === canonical(b);

/** The order of keys says nothing, and neither does it to a hash. */
const canonical = (value: Value | undefined): string =>
  JSON.stringify(value, (_, held: Value) =>
    isFields(held) ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1))) : held,
  ) ?? 'nothing';

/** The places where two values differ: as deep as both have the same kind of thing. */
export function differences(is: Value | undefined, wanted: Value | undefined, path: Path = []): readonly Path[] {
  if (same(is, wanted)) return [];
  if (isFields(wanted) && Object.keys(wanted).length > 0 && (is === undefined || isFields(is))) {
    const had = is ?? {};
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(had)])];
    return keys.flatMap((key) => differences(had[key], wanted[key], [...path, key]));
  }
  if (isCards(wanted) && (is === undefined || isCards(is))) {
    return wanted.flatMap((item, index) => differences(is?.[index] ?? {}, item, [...path, String(index)]));
  }
  return [path];
}

/** A list of things with fields, a card each: rules, clauses, branches. */
const isCards = (value: Value | undefined): value is readonly Fields[] =>
  isList(value) && value.length > 0 && value.every((item) => isFields(item));

export const pointerOf = (path: Path): string =>
  path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The blocks a step holds, with the way to each from the step. */
export function blocksOf(step: Fields): readonly (readonly [name: string, path: Path])[] {
  const { type } = step;
  if (type === 'saga' || type === 'map') return [['body', []]];
  if (type === 'try') return [['body', []], ...(isFields(step['finally']) ? [['finally', ['finally']] as const] : [])];
  if (type !== 'parallel' || !isFields(step['branches'])) return [];
  return Object.keys(step['branches']).map((name) => [name, ['branches', name]] as const);
}

/** Its steps in the order a reader meets them from the start; what nothing leads to comes last. */
export function inOrder(block: Fields): readonly string[] {
  const steps = isFields(block['steps']) ? block['steps'] : {};
  const seen: string[] = [];
  const visit = (id: Value | undefined): void => {
    const step = typeof id === 'string' ? steps[id] : undefined;
    if (typeof id !== 'string' || !isFields(step) || seen.includes(id)) return;
    seen.push(id);
    for (const target of targetsOf(step)) visit(target);
  };
  visit(block['start']);
  for (const id of Object.keys(steps)) visit(id);
  return seen;
}

function targetsOf(step: Fields): readonly (Value | undefined)[] {
  const clauses = [step['branches'], step['catch']].flatMap((list) => (isList(list) ? list : []));
  const inClauses = clauses.map((clause) => (isFields(clause) ? clause['next'] : undefined));
  return [step['next'], ...inClauses, step['otherwise'], step['onTimeout']];
}
