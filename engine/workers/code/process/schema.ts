import { validateAgainst } from '../../../core/validate.ts';
import type { Json } from '../../../core/json.ts';
import { plainJson } from './plain.ts';

/** One side of an activity, whatever library its schema is of. */
export interface Checker {
  /** Of the form and the docs. */
  readonly jsonSchema: Json;
  readonly check: (value: unknown) => Promise<Checked> | Checked;
}

export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface Problem {
  /** Into the value. */
  readonly pointer: string;
  readonly message: string;
}

/** Any JSON. */
const anything: Checker = { jsonSchema: {}, check: (value) => ({ ok: true, value }) };

/** Throws with a line that says what is wrong with the schema. */
export async function checkerOf(schema: unknown, io: 'input' | 'output'): Promise<Checker> {
  if (schema === undefined) return anything;
  if (typeof schema === 'boolean') return jsonChecker(schema);
  if (typeof schema !== 'object' || schema === null) throw new Error(`its ${io} is neither a schema nor a JSON Schema`);
  if ('~standard' in schema) return standardChecker(schema as Standard, io);
  const plain = plainJson(schema);
  if (!plain.ok) throw new Error(`its ${io} is no JSON Schema: ${plain.problem}`);
  return jsonChecker(plain.value);
}

interface Standard {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
    readonly jsonSchema?: Readonly<Record<'input' | 'output', (options: { readonly target: string }) => unknown>>;
  };
}

interface StandardResult {
  readonly value?: unknown;
  readonly issues?:
    | readonly { readonly message: string; readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] }[]
    | undefined;
}

const target = 'draft-2020-12';

async function standardChecker(schema: Standard, io: 'input' | 'output'): Promise<Checker> {
  const standard = schema['~standard'];
  const check = async (value: unknown): Promise<Checked> => {
    const given = standard.validate(value);
    const { issues, value: parsed } = given instanceof Promise ? await given : given;
    if (issues === undefined) return { ok: true, value: parsed };
    return { ok: false, problems: issues.map(({ message, path = [] }) => ({ pointer: pointerOf(path), message })) };
  };
  return { check, jsonSchema: await jsonSchemaOf(schema, io) };
}

/** By the schema itself; an older Zod cannot, and is read by ours. Of what cannot be said in JSON Schema, nothing is said. */
async function jsonSchemaOf(schema: Standard, io: 'input' | 'output'): Promise<Json> {
  const { jsonSchema } = schema['~standard'];
  if (jsonSchema !== undefined && !('_zod' in schema)) return copied(jsonSchema[io]({ target }));
  if (!('_zod' in schema)) return {};
  const { toJSONSchema } = await import('zod/v4/core');
  return copied(
    toJSONSchema(schema as unknown as Parameters<typeof toJSONSchema>[0], { io, target, unrepresentable: 'any' }),
  );
}

const copied = (schema: unknown): Json => JSON.parse(JSON.stringify(schema)) as Json;

type PathPart = PropertyKey | { readonly key: PropertyKey };

const pointerOf = (path: readonly PathPart[]): string =>
  path
    .map((part) => String(typeof part === 'object' ? part.key : part))
    .map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');

function jsonChecker(jsonSchema: Json): Checker {
  validateAgainst(jsonSchema, null); // one that cannot be read says so now
  const check = (value: unknown): Checked => {
    const plain = plainJson(value);
    if (!plain.ok) return { ok: false, problems: [{ pointer: '', message: plain.problem }] };
    const verdict = validateAgainst(jsonSchema, plain.value);
    return verdict.ok ? { ok: true, value: plain.value } : { ok: false, problems: verdict.problems };
  };
  return { jsonSchema, check };
}
