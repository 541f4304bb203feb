import fc from 'fast-check';
import { expect } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { convert } from '../convert.ts';
import type { Side } from '../protocol.ts';

/** JSON → X → JSON is what it was, for all that X can hold. */
export const json: Side = { format: 'json', options: { format: 'json' } };

async function turned(from: Side, to: Side, data: Json): Promise<Json> {
  const end = await convert({ from, to, data: JSON.stringify(data) });
  if (!end.ok) throw new Error(end.problem.message);
  return JSON.parse(end.json) as Json;
}

const there = (side: Side, data: Json): Promise<Json> =>
  turned(json, side, data).then((made) => turned(side, json, made));

const runs = { numRuns: 300 };

export async function expectSame(side: Side, arbitrary: fc.Arbitrary<Json>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (data) => {
      expect(sorted(await there(side, data))).toBe(sorted(data));
    }),
    runs,
  );
}

/** The order of members means nothing. */
export function sorted(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [`.${name}`, each as Json]),
        )
      : inner,
  );
}

export const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    'null',
    'true',
    '~',
    '0',
    '-0',
    '1e3',
    '0x10',
    '.nan',
    '2026-01-31',
    '- a',
    'a: b',
    '#',
    "'",
    '"',
    '&a',
    '*a',
    '!b',
    '|',
    '>',
    '\n',
    '\r\n',
    '\t',
    '%',
    '@',
    '`',
    '=',
    '<<',
    '\uFEFF',
    '\u2028',
    '---',
    '...',
  ),
);
export const name = fc.oneof(
  text,
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', '$base64', '$map', '<<', '1'),
);
export const base64 = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64'));
export const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
);

/** Any JSON, and among it all that looks like one of the forms, or nearly so. */
const forms = fc.oneof<fc.Arbitrary<Json>[]>(
  base64.map(($base64) => ({ $base64 })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map((value) => ({ $bigint: `${value}` })),
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') })
    .map((date) => ({ $date: date.toISOString() })),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0', '0', 'x').map(($number) => ({ $number })),
);
const fakes = fc.oneof<fc.Arbitrary<Json>[]>(
  fc.record({ $base64: fc.oneof(text, fc.integer()) }),
  fc.record({ $date: text }),
  fc.record({ $bigint: fc.oneof(text, fc.constantFrom('5', '-0', '007', '+12345678901234567890')) }),
  fc.record({ $number: text }),
  fc.record({ $base64: base64, more: fc.integer() }),
  fc.record({ $tag: fc.oneof(fc.integer({ max: -1 }), text) }),
  fc.record({ $undefined: fc.constantFrom(false, null, 1) }),
);
const pairs = (inner: fc.Arbitrary<Json>, key: fc.Arbitrary<Json>) =>
  fc.array(fc.tuple(key, inner), { maxLength: 3 }).map(($map): Json => ({ $map: $map as Json }));

interface Has {
  readonly text: fc.Arbitrary<string>;
  readonly name: fc.Arbitrary<string>;
  readonly leaf: fc.Arbitrary<Json>;
  readonly keys: fc.Arbitrary<Json> | null;
}

export const anyOf = ({ text, name, leaf, keys }: Has): fc.Arbitrary<Json> =>
  fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.oneof<fc.Arbitrary<Json>[]>(fc.constant(null), fc.boolean(), number, text),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((entries) => objectOf(entries)),
      ...(keys === null ? [] : [pairs(tie('value'), keys)]),
    ),
  })).value;

export function objectOf(entries: readonly (readonly [string, Json])[]): Json {
  return JSON.parse(
    `{${[...new Map(entries)].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  ) as Json;
}

export const whole = fc.oneof(forms, fakes);
export const keys = fc.oneof<fc.Arbitrary<Json>[]>(
  fc.integer(),
  text,
  fc.boolean(),
  forms,
  fc.array(fc.integer(), { maxLength: 2 }),
);
export const utf8 = text.filter((each) => each.isWellFormed());
