import { type Dispatcher, request as send } from 'undici';
import { dispatcherOf } from '../network/dispatchers.ts';
import { ForbiddenError } from '../network/forbidden.ts';
import { targetOf } from '../network/host.ts';
import { one } from './headers.ts';
import type { PreparedRequest } from './prepare.ts';
import type { Ways } from './way.ts';
import { type Wire, watched } from './wire.ts';

/** A redirect that cannot be followed; `message` is the end of a sentence. */
export class RedirectError extends Error {}

export interface Journey {
  readonly ways: Ways;
  readonly wire: Wire;
  readonly mostRedirects: number;
  /** Headers, by lower-case name, that may go on to another origin. */
  readonly harmless: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

export interface Arrived {
  readonly response: Dispatcher.ResponseData;
  /** Redirects that were followed. */
  readonly redirects: number;
}

const followed: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);
/** Of the body of a redirect, read so that the connection can be used again. */
const MOST_DUMPED_BYTES = 16 * 1024;

/** Each hop is held to the policy as the first was. Rejects with a ForbiddenError, a RedirectError, or what undici throws. */
export async function journey(
  first: PreparedRequest,
  { ways, wire, mostRedirects, harmless, signal }: Journey,
): Promise<Arrived> {
  const home = first.url.origin;
  const seen = new Set<string>();
  let request = first;
  for (let redirects = 0; ; redirects += 1) {
    const { url, method, headers, body } = request;
    const target = targetOf(url);
    const way = ways(target, url.origin === home);
    const why = way.policy.refusesHost(target);
    if (why !== null) throw new ForbiddenError(why);
    seen.add(`${method} ${url.href}`);
    const response = await send(url, { method, headers, body, signal, dispatcher: watched(dispatcherOf(way), wire) });
    const location = one(response.headers['location']);
    if (mostRedirects === 0 || location === '' || !followed.has(response.statusCode)) return { response, redirects };
    await response.body.dump({ limit: MOST_DUMPED_BYTES, signal });
    if (redirects === mostRedirects) throw new RedirectError(`was redirected more than ${mostRedirects} times`);
    request = next(request, response.statusCode, location, harmless);
    if (seen.has(`${request.method} ${request.url.href}`)) throw new RedirectError('was redirected in a circle');
  }
}

/** As browsers do: a POST that was answered with 301, 302 or 303 has been taken, and its answer is got elsewhere. */
function next(
  request: PreparedRequest,
  status: number,
  location: string,
  harmless: ReadonlySet<string>,
): PreparedRequest {
  const { method, headers, body, url } = request;
  const to = URL.parse(location, url.href);
  if (to === null || (to.protocol !== 'http:' && to.protocol !== 'https:'))
    throw new RedirectError('was redirected to what is no http or https URL');
  to.username = '';
  to.password = '';
  to.hash = '';
  const isGot = (status === 303 && method !== 'HEAD') || ((status === 301 || status === 302) && method === 'POST');
  const kept = Object.entries(headers).filter(
    ([name]) =>
      name !== 'host' && !(isGot && name.startsWith('content-')) && (to.origin === url.origin || harmless.has(name)),
  );
  return { url: to, method: isGot ? 'GET' : method, headers: Object.fromEntries(kept), body: isGot ? null : body };
}
