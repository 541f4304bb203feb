import type { Failure } from '../../core/failure.ts';
import { type ActivityContext, inputFailure } from '../activity.ts';
import type { HttpInput, HttpMethod } from './schema.ts';

export interface PreparedRequest {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

type Prepared =
  | { readonly ok: true; readonly request: PreparedRequest }
  | { readonly ok: false; readonly error: Failure };

export function prepare(input: HttpInput, context: ActivityContext): Prepared {
  const url = URL.parse(input.url);
  if (url === null)
    return wrong(`"${input.url}" is not a URL; give an absolute one, such as https://example.com/orders.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return wrong(`The URL begins with ${url.protocol}; only http: and https: can be requested.`);
  }
  if (url.username !== '' || url.password !== '') {
    return wrong(
      'The URL holds a user name or password, which logs and traces would show; use an authorization header.',
    );
  }
  addQuery(url, input.query);
  const headers = headersOf(input, context);
  return { ok: true, request: { url, method: input.method, headers, body: bodyOf(input, headers) } };
}

function addQuery(url: URL, query: HttpInput['query']): void {
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each));
  }
}

/** What the workflow says wins over what is sent by default. */
function headersOf({ headers, body }: HttpInput, { key, traceparent }: ActivityContext): Record<string, string> {
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    accept: 'application/json, */*;q=0.5',
    'accept-encoding': 'identity', // a small compressed body could unpack to a huge one
    'user-agent': 'sagaloom',
    'idempotency-key': key,
    ...(traceparent !== null && { traceparent }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...Object.fromEntries(given),
  };
}

function bodyOf({ body }: HttpInput, headers: Readonly<Record<string, string>>): string | null {
  if (body === undefined) return null;
  if (typeof body === 'string' && !isJson(headers['content-type'] ?? '')) return body;
  return JSON.stringify(body);
}

/** `application/json` and `application/problem+json`, whatever their parameters. */
export const isJson = (contentType: string): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(contentType);

const wrong = (message: string): Prepared => ({ ok: false, error: inputFailure(message) });
