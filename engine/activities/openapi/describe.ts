import type { OperationInfo } from '../../contract/types.ts';
import { isObject, type Json, type JsonObject, put } from '../../core/json.ts';
import { type Bundle, bundleOf } from './bundle.ts';
import { type Media, type Operation, isOld, operationsIn } from './operations.ts';
import { type SchemaMaker, schemaMaker } from './schemas.ts';

/** All operations of a document that refers to no other file. Throws a DocumentError. */
export function operationsOf(document: Json): readonly OperationInfo[] {
  const bundle = bundleOf(document);
  return operationsIn(bundle).map((operation) => operationInfo(bundle, operation));
}

export function operationInfo(bundle: Bundle, operation: Operation): OperationInfo {
  const { id, method, path, summary, deprecated } = operation;
  const [input, output] = [inputSchema(bundle, operation), outputSchema(bundle, operation)];
  return { id, method, path, summary, deprecated, input, output };
}

/** Of `{ parameters, body }`. */
export function inputSchema(bundle: Bundle, operation: Operation): Json {
  const maker = schemaMaker(bundle, isOld(bundle), 'input');
  const properties: Record<string, Json> = {};
  const required: string[] = [];
  if (operation.parameters.length > 0) properties['parameters'] = parametersSchema(operation, maker);
  if (operation.parameters.some((parameter) => parameter.required)) required.push('parameters');
  if (operation.body !== null) properties['body'] = bodySchema(operation.body.media, maker);
  if (operation.body?.required === true) required.push('body');
  return withDefinitions({ type: 'object', properties, required, additionalProperties: false }, maker);
}

function parametersSchema({ parameters }: Operation, maker: SchemaMaker): Json {
  const properties: Record<string, Json> = {};
  for (const { key, description, schema, in: place } of parameters) {
    const made = maker.schema(schema);
    const text = description === '' ? `Goes in the ${place}.` : description;
    put(properties, key, isObject(made) ? { description: text, ...made } : { description: text });
  }
  const required = parameters.filter((parameter) => parameter.required).map(({ key }) => key);
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Of the kind that is sent where the step does not say. */
const bodySchema = (media: readonly Media[], maker: SchemaMaker): Json => mediaSchema(preferred(media, null), maker);

const isBytes = (type: string): boolean => kindOf(type) === 'bytes';

function mediaSchema(media: Media | null, maker: SchemaMaker): Json {
  if (media === null) return true;
  const binary = { file: media.schema?.file ?? '', value: { format: 'binary' } };
  return isBytes(media.type) ? maker.schema(binary) : media.schema === null ? true : maker.schema(media.schema);
}

/** Of `{ status, headers, body }`. */
export function outputSchema(bundle: Bundle, { answers }: Operation): Json {
  const maker = schemaMaker(bundle, isOld(bundle), 'output');
  const json = answers.filter(({ type }) => kindOf(type) === 'json');
  const bodies = json.map(({ schema }) => (schema === null ? true : maker.schema(schema)));
  const isPlain = json.length < answers.length || answers.length === 0;
  const [first = true] = bodies;
  const body = isPlain ? true : bodies.length === 1 ? first : { anyOf: bodies };
  const properties = {
    status: { type: 'integer' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body,
  };
  return withDefinitions({ type: 'object', properties, required: ['status', 'headers', 'body'] }, maker);
}

function withDefinitions(schema: JsonObject, maker: SchemaMaker): Json {
  const definitions = maker.definitions();
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, ...schema, ...(Object.keys(definitions).length > 0 && { $defs: definitions }) };
}

export type MediaKind = 'json' | 'form' | 'multipart' | 'text' | 'bytes';

export function kindOf(type: string): MediaKind {
  if (/^[^;]*[/+]json\s*(;|$)/.test(type) || type.startsWith('*/*')) return 'json';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'form';
  if (type.startsWith('multipart/')) return 'multipart';
  return /^text\/|[/+]xml\b|\/yaml\b/.test(type) ? 'text' : 'bytes';
}

const order: readonly MediaKind[] = ['json', 'form', 'multipart', 'text', 'bytes'];

/** Of several kinds that named, else the one that is most easily said in JSON. Null: that named is none of them. */
export function preferred(media: readonly Media[], wanted: string | null): Media | null {
  if (wanted !== null) return media.find(({ type }) => type === wanted.toLowerCase()) ?? null;
  return media.toSorted((a, b) => order.indexOf(kindOf(a.type)) - order.indexOf(kindOf(b.type)))[0] ?? null;
}
