import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type Bundle, DocumentError, type Located } from './bundle.ts';
import { resolved } from './refs.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  /** As a step names it: its name, or `in.name` where two places have one of that name. */
  readonly key: string;
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** It is one text of JSON, in no style. */
  readonly isJson: boolean;
  readonly description: string;
  readonly schema: Located;
}

/** One way to send a body, or to answer. */
export interface Media {
  readonly type: string;
  /** Null: the document does not say. */
  readonly schema: Located | null;
}

export interface Operation {
  /** `operationId`, or `GET /path` where there is none. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly media: readonly Media[] } | null;
  /** Of answers that are no error. */
  readonly answers: readonly Media[];
  /** The first that counts: of the operation, of its path, or of the document; templates are not filled. */
  readonly server: { readonly url: string; readonly variables: Readonly<Record<string, string>> };
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'] as const;
export type Method = (typeof methods)[number];

const MOST_OPERATIONS = 5_000;
const MOST_PARAMETERS = 500;

/** OpenAPI 3.0, whose schemas are not yet JSON Schema. Throws a DocumentError for what is no OpenAPI 3. */
export function isOld(bundle: Bundle): boolean {
  const version = objectOf(bundle.files.get(bundle.root))['openapi'];
  if (typeof version !== 'string' || !/^3\.[0-9]+(\.|$)/.test(version))
    throw new DocumentError(
      'The document is not one of OpenAPI 3: it must say "openapi": "3.0.x", "3.1.x" or later of 3.',
    );
  return version.startsWith('3.0');
}

/** All of a document, in its order. Throws a DocumentError. */
export function operationsIn(bundle: Bundle): readonly Operation[] {
  isOld(bundle);
  const root = { file: bundle.root, value: bundle.files.get(bundle.root) ?? null };
  const found: Operation[] = [];
  for (const [path, value] of Object.entries(objectOf(objectOf(root.value)['paths']))) {
    if (!path.startsWith('/')) continue; // an extension
    const item = resolved(bundle, { file: root.file, value });
    for (const method of methods) {
      const operation = objectOf(item.value)[method.toLowerCase()];
      if (!isObject(operation)) continue;
      if (found.length >= MOST_OPERATIONS)
        throw new DocumentError(`The document has more than ${MOST_OPERATIONS} operations.`);
      found.push(described(bundle, { method, path, item, operation: { file: item.file, value: operation } }));
    }
  }
  return found;
}

interface Place {
  readonly method: Method;
  readonly path: string;
  readonly item: Located;
  readonly operation: Located;
}

function described(bundle: Bundle, { method, path, item, operation }: Place): Operation {
  const { operationId, summary, description, deprecated } = objectOf(operation.value);
  return {
    id: typeof operationId === 'string' && operationId !== '' ? operationId : `${method} ${path}`,
    method,
    path,
    summary: textOf(summary) || (textOf(description).split('\n')[0] ?? ''),
    deprecated: deprecated === true,
    parameters: parametersOf(bundle, [item, operation]),
    body: bodyOf(bundle, operation),
    answers: answersOf(bundle, operation),
    server: serverOf([operation.value, item.value, bundle.files.get(bundle.root) ?? null]),
  };
}

/** Those of the operation replace those of its path. */
function parametersOf(bundle: Bundle, levels: readonly Located[]): readonly Parameter[] {
  const found = new Map<string, Omit<Parameter, 'key'>>();
  for (const { file, value } of levels) {
    const { parameters } = objectOf(value);
    if (!Array.isArray(parameters)) continue;
    if (parameters.length > MOST_PARAMETERS)
      throw new DocumentError(`An operation has more than ${MOST_PARAMETERS} parameters.`);
    for (const each of parameters as readonly Json[]) {
      const parameter = parameterOf(bundle, resolved(bundle, { file, value: each }));
      if (parameter !== null) found.set(`${parameter.in}.${parameter.name}`, parameter);
    }
  }
  const all = [...found.values()];
  const isShared = ({ name }: { readonly name: string }): boolean =>
    all.filter((other) => other.name === name).length > 1;
  return all.map((parameter) => ({
    key: isShared(parameter) ? `${parameter.in}.${parameter.name}` : parameter.name,
    ...parameter,
  }));
}

const places: readonly string[] = ['path', 'query', 'header', 'cookie'] satisfies readonly ParameterPlace[];
/** Said elsewhere in the document, and so not here. */
const reservedHeaders = ['accept', 'content-type', 'authorization'];
const defaultStyles = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const;

function parameterOf(bundle: Bundle, { file, value }: Located): Omit<Parameter, 'key'> | null {
  const { name, in: at, required, style, explode, allowReserved, description, schema, content } = objectOf(value);
  if (typeof name !== 'string' || typeof at !== 'string' || !places.includes(at)) return null;
  if (at === 'header' && reservedHeaders.includes(name.toLowerCase())) return null;
  const place = at as ParameterPlace;
  const usedStyle = typeof style === 'string' ? style : defaultStyles[place];
  const [media] = isObject(content) ? mediaOf(bundle, { file, value: content }) : [];
  return {
    name,
    in: place,
    required: required === true || place === 'path',
    style: usedStyle,
    explode: typeof explode === 'boolean' ? explode : usedStyle === 'form',
    allowReserved: allowReserved === true,
    isJson: media !== undefined,
    description: textOf(description),
    schema: media?.schema ?? { file, value: schema ?? true },
  };
}

function bodyOf(bundle: Bundle, { file, value }: Located): Operation['body'] {
  const { requestBody } = objectOf(value);
  if (requestBody === undefined) return null;
  const body = resolved(bundle, { file, value: requestBody });
  const { required, content } = objectOf(body.value);
  const media = mediaOf(bundle, { file: body.file, value: content ?? null });
  return media.length === 0 ? null : { required: required === true, media };
}

function mediaOf(bundle: Bundle, { file, value }: Located): readonly Media[] {
  return Object.entries(objectOf(value)).map(([type, each]) => {
    const media = resolved(bundle, { file, value: each });
    const { schema } = objectOf(media.value);
    return { type: type.toLowerCase(), schema: schema === undefined ? null : { file: media.file, value: schema } };
  });
}

function answersOf(bundle: Bundle, { file, value }: Located): readonly Media[] {
  const responses = Object.entries(objectOf(objectOf(value)['responses']));
  const good = responses.filter(([status]) => status.startsWith('2'));
  const counted = good.length > 0 ? good : responses.filter(([status]) => status === 'default');
  return counted.flatMap(([, each]) => {
    const response = resolved(bundle, { file, value: each });
    return mediaOf(bundle, { file: response.file, value: objectOf(response.value)['content'] ?? null });
  });
}

function serverOf(levels: readonly Json[]): Operation['server'] {
  for (const level of levels) {
    const { servers } = objectOf(level);
    const first = Array.isArray(servers) ? (servers as readonly Json[])[0] : undefined;
    const { url, variables } = objectOf(first);
    if (typeof url === 'string') return { url, variables: defaultsOf(variables) };
  }
  return { url: '/', variables: {} };
}

function defaultsOf(variables: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(variables)).map(
    ([name, variable]) => [name, textOf(objectOf(variable)['default'])] as const,
  );
  return Object.fromEntries(entries);
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const none: JsonObject = {};
export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : none);
