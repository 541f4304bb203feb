import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActivityInfo } from '../../../contract/types.ts';
import type { Json } from '../../../core/json.ts';
import { validateAgainst } from '../../../core/validate.ts';
import { testFolder } from '../../../node/testing/folder.ts';
import { folderSettings, typeFiles } from './files.ts';
import { typeOfSchema } from './print.ts';

const require = createRequire(import.meta.url);
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

/** What the real compiler says of a folder. */
function compiled(folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

const strict = {
  compilerOptions: { strict: true, noEmit: true, types: [], target: 'ES2024', moduleDetection: 'force' },
};

async function checked(lines: readonly string[]): Promise<string> {
  const folder = testFolder();
  const json = 'type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };';
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(strict));
  writeFileSync(path.join(folder, 'types.ts'), [json, ...lines, 'export type Kept = Json;'].join('\n'));
  return compiled(folder);
}

const names = fc.oneof(
  fc.constantFrom('a', 'b', 'a-b', '1', 'class', '__proto__', '*/', 'é', '\u2028', '"', '`${x}'),
  fc.string({ maxLength: 6 }),
);

/** Anything that a person might write, sound or not. */
const { schema: anySchema } = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(true, false, {}, { $ref: '#' }, { $ref: '#/none' }, { $ref: 'http://x/y' }, { type: 7 }),
    fc.record({ const: fc.jsonValue() as fc.Arbitrary<Json> }),
    fc.record({ enum: fc.array(fc.jsonValue() as fc.Arbitrary<Json>, { maxLength: 4 }) }),
    fc.record({ type: fc.constantFrom('string', 'integer', 'null', 'boolean', 'number', 'array', 'object', 'else') }),
    fc.record(
      {
        type: fc.constant('object'),
        description: names,
        properties: fc.dictionary(names, tie('schema')),
        required: fc.array(names, { maxLength: 3 }),
        additionalProperties: tie('schema'),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), prefixItems: fc.array(tie('schema'), { maxLength: 2 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      { anyOf: fc.array(tie('schema'), { maxLength: 3 }), allOf: fc.array(tie('schema'), { maxLength: 2 }) },
      { requiredKeys: [] },
    ),
  ),
}));

test('whatever the schema, its type is TypeScript', { timeout: 60_000 }, async () => {
  const schemas = fc.sample(anySchema, 600);
  const problems = await checked(schemas.map((schema, i) => `export type T${i} = ${typeOfSchema(schema)};`));
  expect(problems).toBe('');
});

interface Pair {
  readonly schema: Json;
  readonly value: Json;
}

const field = fc.constantFrom('a', 'b', 'a-b', 'class', 'é');

/** A schema with a value that fits it. */
const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string({ maxLength: 5 }).map((value): Pair => ({ schema: { type: 'string' }, value })),
    fc.integer().map((value): Pair => ({ schema: { type: ['integer', 'null'] }, value })),
    fc.boolean().map((value): Pair => ({ schema: { enum: [value, 'x'] }, value })),
    fc.string({ maxLength: 5 }).map((value): Pair => ({ schema: { const: value }, value })),
    fc.array(tie('pair'), { maxLength: 3 }).map((pairs): Pair => ({
      schema: { type: 'array', prefixItems: pairs.map(({ schema }) => schema) },
      value: pairs.map(({ value }) => value),
    })),
    tie('pair').map(({ schema, value }): Pair => ({ schema: { type: 'array', items: schema }, value: [value, value] })),
    tie('pair').map(({ schema, value }): Pair => ({ schema: { anyOf: [{ type: 'null' }, schema] }, value })),
    tie('pair').map(({ schema, value }): Pair => ({
      schema: { type: 'object', additionalProperties: schema },
      value: { k: value },
    })),
    fc.dictionary(field, tie('pair'), { minKeys: 1, noNullPrototype: true }).map((fields): Pair => {
      const of = (part: keyof Pair): Json =>
        Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, each[part]]));
      const required = Object.keys(fields).slice(1);
      return {
        schema: { type: 'object', properties: of('schema'), required, additionalProperties: false },
        value: of('value'),
      };
    }),
  ),
}));

test('a value that fits a schema is of its type', { timeout: 60_000 }, async () => {
  const pairs = fc.sample(pair, 400);
  expect(pairs.every(({ schema, value }) => validateAgainst(schema, value).ok)).toBe(true);
  const lines = pairs.map(
    ({ schema, value }, i) => `export const v${i}: ${typeOfSchema(schema)} = ${JSON.stringify(value)};`,
  );
  expect(await checked(lines)).toBe('');
});

const charge = {
  type: 'object',
  properties: { amount: { type: 'number', description: 'In cents. */' }, currency: { enum: ['EUR', 'CHF'] } },
  required: ['amount'],
  additionalProperties: false,
};

const info = (name: string, input: Json, output: Json): ActivityInfo => ({
  name,
  summary: `Does ${name}.`,
  input,
  output,
  source: 'workspace',
  docs: '',
  examples: [],
  category: 'code',
  icon: '',
  unverified: null,
  problem: null,
});

const orders = {
  name: 'order',
  signals: { approved: { payload: { type: 'object', properties: { by: { type: 'string' } }, required: ['by'] } } },
  steps: {
    all: { type: 'saga', start: 'pay', steps: { pay: { type: 'task', activity: 'charge' } } },
    ask: { type: 'receive', signal: 'approved' },
    other: { type: 'task', activity: 'unknown' },
  },
};

/** A workspace as `sagaloom types` leaves it, with one file of the user's. */
async function editor(text: string): Promise<string> {
  const folder = testFolder();
  const zod = path.dirname(require.resolve('zod/package.json'));
  const typeRoot = path.dirname(path.dirname(require.resolve('@types/node/package.json')));
  const infos = [
    info('charge', charge, { type: 'object', properties: { paid: { type: 'boolean' } }, required: ['paid'] }),
    info('activities/broken.ts', {}, {}),
  ];
  const files = new Map([
    ...[...typeFiles({ infos, workflows: [orders, null, { name: 7 }], zod, typeRoot })].map(
      ([name, each]) => [`.sagaloom/types/${name}`, each] as const,
    ),
    ['activities/tsconfig.json', folderSettings] as const,
    ['activities/lib/twice.ts', 'export const twice = (n: number): number => n * 2;'] as const,
    ['activities/charge.ts', text] as const,
  ]);
  for (const [name, each] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), each);
  }
  return compiled(path.join(folder, 'activities'));
}

const own = `import { ActivityError, defineActivity, type ActivityInputs, type StepInputs, type StepOutputs } from 'sagaloom';
import { defineActivity as same } from '@sagaloom/engine/activity';
import { z } from 'zod';
import { twice } from './lib/twice';

export const charge = defineActivity({
  name: 'charge',
  input: z.object({ amount: z.number(), currency: z.enum(['EUR', 'CHF']).default('EUR') }),
  output: z.object({ paid: z.boolean() }),
  concurrency: 2,
  async run({ amount, currency }, ctx) {
    const money: 'EUR' | 'CHF' = currency;
    if (twice(amount) < 0) throw new ActivityError({ type: 'pay.negative', message: money, retryable: false, effect: 'none' });
    ctx.heartbeat({ amount });
    await fetch('http://127.0.0.1', { signal: ctx.signal, headers: { 'idempotency-key': ctx.key } });
    ctx.log.info(Buffer.from((await ctx.secret('TOKEN')) ?? '').toString('hex'));
    return { paid: amount > 0 };
  },
});
export const plain = same({ name: 'plain', input: { type: 'object' }, run: (input) => input });
export const given: StepInputs['order']['pay'] = { amount: 1, currency: 'CHF' } satisfies ActivityInputs['charge'];
export const by = (step: StepOutputs['order']['ask']): string => step.by;
`;

test(
  'a file that is right is right in the editor, with what the workspace gives it alone',
  { timeout: 60_000 },
  async () => {
    expect(await editor(own)).toBe('');
  },
);

test('so is the example of the docs', { timeout: 60_000 }, async () => {
  const docs = readFileSync(path.join(import.meta.dirname, '../../../../docs/activities-code.md'), 'utf8');
  const [, example = ''] = /```ts\n(.*?)```/s.exec(docs) ?? [];
  expect(example).toContain('defineActivity');
  expect(await editor(example)).toBe('');
});

test.for([
  ['a wrong output', '{ paid: amount > 0 }', '{ paid: amount }', 'Promise<{ paid: number; }>'],
  [
    'a wrong use of the input',
    'twice(amount)',
    'twice(currency)',
    "'string' is not assignable to parameter of type 'number'",
  ],
  ['a step’s input', "currency: 'CHF' } satisfies", "currency: 'USD' } satisfies", '"USD"'],
  ['an option that is none', 'concurrency: 2', 'concurency: 2', "'concurency' does not exist"],
  ['a context that has no such thing', 'ctx.heartbeat(', 'ctx.heartbeet(', "'heartbeet' does not exist"],
  ['a field of a signal', 'step.by', 'step.of', "'of' does not exist"],
] as const)('%s that is wrong is wrong in the editor', { timeout: 60_000 }, async ([, right, wrong, said]) => {
  expect(own).toContain(right);
  expect(await editor(own.replace(right, wrong))).toContain(said);
});

test('what is declared for the editor is what there is', { timeout: 60_000 }, async () => {
  const engine = path.join(import.meta.dirname, '..', 'activity.ts');
  const problems = await editor(`import * as declared from 'sagaloom';
import * as real from '${engine}';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const there: Same<keyof typeof declared, keyof typeof real> = true;
export const context: Same<declared.ActivityContext, real.ActivityContext> = true;
export const definition: Same<declared.ActivityDefinition<declared.JsonSchema, undefined>, real.ActivityDefinition<real.JsonSchema, undefined>> = true;
export const options: Same<declared.ActivityErrorOptions, real.ActivityErrorOptions> = true;
export const schema: Same<declared.Schema, real.Schema> = true;
export const defined: typeof declared.defineActivity = real.defineActivity;
export const definedBack: typeof real.defineActivity = declared.defineActivity;
const error: real.ActivityError = new declared.ActivityError({ type: 'a', message: 'b' });
const back: declared.ActivityError = error;
export { back };
`);
  expect(problems).toBe('');
});
