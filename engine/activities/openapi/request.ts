import type { Json, JsonObject } from '../../core/json.ts';
import { validateAgainst } from '../../core/validate.ts';
import { inputFailure } from '../activity.ts';
import { Refusal } from '../http/refusal.ts';
import { exchangeShape, type HttpInput } from '../http/schema.ts';
import { sentBody } from './body.ts';
import type { Bundle } from './bundle.ts';
import { inputSchema, kindOf, preferred } from './describe.ts';
import { withoutQuery } from './load.ts';
import type { Media, Operation, Parameter, ParameterPlace } from './operations.ts';
import type { OpenapiInput } from './schema.ts';
import { inCookie, inHeader, inPath, inQuery } from './styles.ts';

/** The request that a step means, held to the document before anything is sent. Throws a Refusal, or a DocumentError. */
export function requestFor(bundle: Bundle, operation: Operation, input: OpenapiInput): HttpInput {
  const { parameters = {}, body, contentType = null } = input;
  const media = mediaFor(operation, body, contentType);
  const asked =
    contentType === null || operation.body === null
      ? operation
      : { ...operation, body: { ...operation.body, media: [media ?? unknownMedia] } };
  const value = { ...(input.parameters !== undefined && { parameters }), ...(body !== undefined && { body }) };
  const verdict = validateAgainst(inputSchema(bundle, asked), value);
  if (!verdict.ok) {
    const problems = verdict.problems.map(({ pointer, message }) => ({ pointer, message }));
    const [first] = problems;
    throw wrong(
      `The input of ${operation.id} is wrong at ${first?.pointer || 'its root'}: ${first?.message ?? 'it does not fit'}`,
      problems,
    );
  }
  const given = (place: ParameterPlace): readonly Given[] => givenIn(operation, parameters, place);
  const cookies = given('cookie').map(([parameter, each]) => inCookie(parameter, each));
  const headers = Object.fromEntries(
    given('header').map(([parameter, each]) => [parameter.name, inHeader(parameter, each)]),
  );
  const accept = [...new Set(operation.answers.map(({ type }) => type))].join(', ');
  const isSent = body !== undefined && media !== null;
  return {
    ...exchangeOf(input),
    method: operation.method,
    url: urlFor(bundle, operation, input),
    ...(isSent && sentBody(bundle, media, body)),
    headers: {
      ...(accept !== '' && { accept }),
      ...(isSent && kindOf(media.type) !== 'multipart' && { 'content-type': literalType(media) }),
      ...headers,
      ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
      ...input.headers,
    },
  };
}

type Given = readonly [parameter: Parameter, value: Json];

const givenIn = ({ parameters }: Operation, values: JsonObject, place: ParameterPlace): readonly Given[] =>
  parameters.flatMap((parameter) => {
    const value = Object.hasOwn(values, parameter.key) ? values[parameter.key] : undefined;
    return parameter.in === place && value !== undefined ? [[parameter, value] as const] : [];
  });

type Exchange = Pick<HttpInput, keyof typeof exchangeShape>;
const exchangeKeys = Object.keys(exchangeShape) as readonly (keyof Exchange)[];

/** What says how a request is sent, whatever it asks for. */
function exchangeOf(input: OpenapiInput): Exchange {
  return Object.fromEntries(exchangeKeys.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])));
}

const unknownMedia: Media = { type: 'application/json', schema: null };

function mediaFor({ id, body }: Operation, given: Json | undefined, contentType: string | null): Media | null {
  if (body === null || given === undefined) return null;
  const media = preferred(body.media, contentType);
  if (media !== null) return media;
  const types = body.media.map(({ type }) => type).join(', ');
  throw wrong(`${id} takes no body of type ${contentType ?? 'any'}; it takes ${types}.`);
}

/** A range such as `text/*` is no type to send. */
const literalType = ({ type }: Media): string => {
  if (!type.includes('*')) return type;
  return {
    json: 'application/json',
    text: 'text/plain',
    bytes: 'application/octet-stream',
    form: type,
    multipart: type,
  }[kindOf(type)];
};

function urlFor(bundle: Bundle, operation: Operation, input: OpenapiInput): string {
  const base = baseUrl(bundle, operation, input);
  const { parameters = {} } = input;
  const values = new Map(
    givenIn(operation, parameters, 'path').map(([parameter, value]) => [parameter.name, inPath(parameter, value)]),
  );
  const path = operation.path.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => values.get(name) ?? whole);
  const query = givenIn(operation, parameters, 'query')
    .map(([parameter, value]) => inQuery(parameter, value))
    .filter((pair) => pair !== '');
  if (/[{}]/.test(path)) throw wrong(`The path of ${operation.id} names what it has no parameter for.`);
  const isElsewhere = path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (isElsewhere || [...values.values()].includes(''))
    throw wrong(`A parameter in the path of ${operation.id} is empty, or would lead to another path.`);
  return `${base.origin}${base.pathname.replace(/\/$/, '')}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function baseUrl(bundle: Bundle, { server, id }: Operation, input: OpenapiInput): URL {
  const variables = { ...server.variables, ...input.serverVariables };
  const template = input.server ?? server.url;
  const text = template.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
  const url = URL.parse(text) ?? (URL.canParse(bundle.root) ? URL.parse(text, bundle.root) : null);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw wrong(`The server "${withoutQuery(text).slice(0, 200)}" of ${id} is no http or https URL; say server.`);
  if (url.username !== '' || url.password !== '')
    throw wrong(`The server of ${id} holds a user name or password; use auth.`);
  return url;
}

const wrong = (message: string, details?: Json): Refusal => new Refusal(inputFailure(message, details));
