/** Documents of every kind of step, nested, and edits of every kind, for the property tests. */
import * as fc from 'fast-check';
import type { Draft, EditableObject } from './draft.ts';

const types = ['task', 'choice', 'parallel', 'map', 'wait', 'receive', 'emit', 'child', 'saga', 'try', 'set'] as const;

interface Shape {
  readonly type: (typeof types)[number];
  readonly undo: boolean;
  readonly caught: boolean;
  readonly refers: boolean;
  readonly inner: readonly Shape[];
  readonly more: readonly Shape[];
}

const shape = (depth: number): fc.Arbitrary<Shape> => {
  const inner = depth === 0 ? fc.constant([]) : fc.array(shape(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.record({
    type: fc.constantFrom(...(depth === 0 ? types.filter((type) => !holds.has(type)) : types)),
    undo: fc.boolean(),
    caught: fc.boolean(),
    refers: fc.boolean(),
    inner,
    more: inner,
  });
};

const holds: ReadonlySet<string> = new Set(['parallel', 'map', 'saga', 'try']);

/** Ids that a drawing might take for names of its own come first. */
const oddIds = ['start', 'tie', 'back', 'undo', 'next', 'steps', 'body', 'a', 'a2', 'a-b'];

/** A document that compiles, or nearly: chains, with references to the step before. */
export const documents: fc.Arbitrary<Draft> = fc
  .tuple(fc.array(shape(2), { minLength: 1, maxLength: 5 }), fc.boolean(), fc.constantFrom('succeed', 'fail', null))
  .map(([shapes, isRight, end]) => {
    let count = 0;
    const next = (): string => {
      const id = oddIds[count] ?? `q${count}`;
      count += 1;
      return id;
    };
    const { start, steps } = block(shapes, next, end);
    return {
      format: 'sagaloom/v1',
      name: 'made',
      variables: { seen: null },
      signals: { paid: {} },
      start,
      steps,
      ...(isRight ? { ui: { direction: 'right' } } : {}),
    };
  });

interface Block {
  readonly start: string;
  readonly steps: EditableObject;
}

function block(shapes: readonly Shape[], next: () => string, end: string | null = null): Block {
  const ids = shapes.map(() => next());
  const steps: EditableObject = {};
  shapes.forEach((one, index) => {
    const id = ids[index] ?? '';
    steps[id] = stepOf(one, ids[index - 1] ?? null, ids[index + 1] ?? null, next);
  });
  const last = steps[ids.at(-1) ?? ''];
  if (end !== null && typeof last === 'object' && last !== null && !Array.isArray(last) && last.type !== 'choice') {
    const id = next();
    last.next = id;
    steps[id] = end === 'fail' ? { type: 'fail', error: { type: 'made.up' } } : { type: 'succeed' };
  }
  return { start: ids[0] ?? '', steps };
}

function stepOf(one: Shape, before: string | null, after: string | null, next: () => string): EditableObject {
  const on: EditableObject = after === null ? {} : { next: after };
  const caught: EditableObject = one.caught && after !== null ? { catch: [{ errors: ['http'], next: after }] } : {};
  const undo: EditableObject = one.undo ? { compensate: { activity: 'log', with: { message: 'undone' } } } : {};
  const quoted = before !== null && /^\w+$/.test(before) ? before : `\`${before ?? ''}\``;
  const said = one.refers && before !== null ? `{% steps.${quoted}.output %}` : 'steps.a is a text';
  const body = (): Block => block(one.inner, next);
  switch (one.type) {
    case 'task':
      return { type: 'task', activity: 'log', with: { message: said }, ...undo, ...caught, ...on };
    case 'choice':
      return after === null
        ? { type: 'set', assign: { seen: 1 } }
        : { type: 'choice', branches: [{ when: '{% input.ok = true %}', next: after }], otherwise: after };
    case 'parallel':
      return {
        type: 'parallel',
        branches: { left: { ...body() }, right: { ...block(one.more, next) } },
        ...caught,
        ...on,
      };
    case 'map':
      return { type: 'map', items: '{% input.items %}', ...body(), ...on };
    case 'wait':
      return { type: 'wait', for: '1s', ...on };
    case 'receive':
      return { type: 'receive', signal: 'paid', ...(after === null ? {} : { timeout: '1h', onTimeout: after }), ...on };
    case 'emit':
      return { type: 'emit', event: 'told', payload: said, ...on };
    case 'child':
      return { type: 'child', workflow: 'other', input: said, ...caught, ...on };
    case 'saga':
      return { type: 'saga', ...body(), ...caught, ...on };
    case 'try':
      return { type: 'try', ...body(), finally: { ...block(one.more, next) }, ...caught, ...on };
    case 'set':
      return { type: 'set', assign: { seen: said }, ...on };
  }
}

/** What a random edit does is chosen by numbers, so that it means something in whatever document it meets. */
export interface Choice {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export const choices = (most: number): fc.Arbitrary<readonly Choice[]> =>
  fc.array(fc.record({ kind: fc.nat(999), a: fc.nat(999), b: fc.nat(999), c: fc.nat(999) }), {
    minLength: 1,
    maxLength: most,
  });
