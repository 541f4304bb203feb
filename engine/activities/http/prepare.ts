import { type ActivityContext, inputFailure } from '../activity.ts';
import { bodyOf, formOf } from './body.ts';
import { Refusal } from './refusal.ts';
import type { HttpInput, HttpMethod } from './schema.ts';

export interface PreparedRequest {
  readonly url: URL;
  readonly method: HttpMethod;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** Throws a Refusal where it can never do. */
export async function prepare(input: HttpInput, context: ActivityContext): Promise<PreparedRequest> {
  const url = requestUrl(input.url, 'The URL');
  const given = Object.entries(input.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const headers = Object.fromEntries(given);
  const isQueried = input.graphql !== undefined && input.method === 'GET';
  const body = isQueried ? null : await bodyOf(input, headers['content-type'] ?? '', context);
  for (const [name, value] of formOf({ ...(isQueried && queried(input)), ...input.query }))
    url.searchParams.append(name, value);
  return {
    url,
    method: input.method ?? (body === null ? 'GET' : 'POST'),
    headers: {
      ...defaultHeaders(input, context),
      ...(body !== null && { 'content-type': body.contentType }),
      ...headers,
    },
    body: body?.content ?? null,
  };
}

/** `what` begins the sentence that says what is wrong with it, without telling what it holds. */
export function requestUrl(text: string, what: string): URL {
  const url = URL.parse(text);
  if (url === null)
    throw wrong(`${what} "${harmless(text)}" is not a URL; give an absolute one, such as https://example.com/orders.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw wrong(`${what} begins with ${url.protocol}; only http: and https: can be requested.`);
  if (url.username !== '' || url.password !== '')
    throw wrong(
      `${what} holds a user name or password, which logs and traces would show; use auth or an authorization header.`,
    );
  return url;
}

/** Neither credentials nor a query, nor what is long. */
const harmless = (text: string): string =>
  text
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/]*@/, '//')
    .slice(0, 200);

/** A GraphQL query in a URL. */
function queried({ graphql }: HttpInput): Record<string, string> {
  if (graphql === undefined) return {};
  const { query, variables, operationName } = graphql;
  return {
    query,
    ...(variables !== undefined && { variables: JSON.stringify(variables) }),
    ...(operationName !== undefined && { operationName }),
  };
}

/** What the workflow says wins over these. */
function defaultHeaders(input: HttpInput, { key, traceparent }: ActivityContext): Record<string, string> {
  const { graphql, idempotencyHeader = 'idempotency-key' } = input;
  const graphqlAccept = 'application/graphql-response+json, application/json;q=0.9';
  return {
    accept: graphql === undefined ? 'application/json, */*;q=0.5' : graphqlAccept,
    'accept-encoding': 'gzip, br',
    'user-agent': 'sagaloom',
    ...(idempotencyHeader !== false && { [idempotencyHeader.toLowerCase()]: key }),
    ...(traceparent !== null && { traceparent }),
  };
}

const wrong = (message: string): Refusal => new Refusal(inputFailure(message));
