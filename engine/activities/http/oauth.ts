import * as oauth from 'oauth4webapi';
import { request as send } from 'undici';
import type { Failure } from '../../core/failure.ts';
import type { Way } from '../network/connector.ts';
import { dispatcherOf } from '../network/dispatchers.ts';
import { ForbiddenError, forbiddenBy } from '../network/forbidden.ts';
import { targetOf } from '../network/host.ts';
import { forbiddenFailure, reasonOf } from './failures.ts';
import { plainHeaders } from './headers.ts';
import { requestUrl } from './prepare.ts';
import { Refusal } from './refusal.ts';
import { retryAfterMs } from './retry-after.ts';
import type { OAuth2 } from './schema-auth.ts';
import type { Token } from './tokens.ts';

/** A token is not used in its last part of life, nor is one asked for again at once because its life is short. */
const EARLY_MS = 30_000;
const EARLY_SHARE = 0.1;
/** Of a token that does not say how long it lives; one that is refused is dropped in any case. */
const UNSAID_LIFE_MS = 5 * 60_000;
const LONGEST_LIFE_MS = 24 * 60 * 60_000;
const TIMEOUT_MS = 30_000;
const MOST_BYTES = 64 * 1024;
/** Throws a Refusal. */
export async function askForToken(auth: OAuth2, way: Way): Promise<Token> {
  const url = requestUrl(auth.tokenUrl, 'The token URL of auth');
  const server = { issuer: url.origin, token_endpoint: url.href };
  const client = { client_id: auth.clientId };
  const prove = auth.authentication === 'post' ? oauth.ClientSecretPost : oauth.ClientSecretBasic;
  const asking = new URLSearchParams(auth.parameters);
  if (auth.scope !== undefined) asking.set('scope', auth.scope);
  if (auth.audience !== undefined) asking.set('audience', auth.audience);
  const at = `${url.origin}${url.pathname}`;
  let retryAfter: number | null = null;
  try {
    const answer = await oauth.clientCredentialsGrantRequest(server, client, prove(auth.clientSecret), asking, {
      [oauth.customFetch]: async (target, { method, headers, body }) => {
        const response = await sent(target, method, headers, String(body), way);
        retryAfter = retryAfterMs(Object.fromEntries(response.headers));
        return response;
      },
      [oauth.allowInsecureRequests]: true, // the policy decides where requests may go
    });
    return tokenOf(await oauth.processClientCredentialsResponse(server, client, answer));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(tokenFailure(at, error, retryAfter));
  }
}

/** No redirect is followed with the credentials. */
async function sent(
  target: string,
  method: 'POST',
  headers: Record<string, string>,
  body: string,
  way: Way,
): Promise<Response> {
  const why = way.policy.refusesHost(targetOf(new URL(target)));
  if (why !== null) throw new ForbiddenError(why);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const dispatcher = dispatcherOf({ ...way, tls: { ...way.tls, servername: undefined } });
  const response = await send(target, {
    method,
    headers: { ...headers, 'user-agent': 'sagaloom' },
    body,
    signal,
    dispatcher,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`its answer is larger than ${MOST_BYTES / 1024} KiB`);
    chunks.push(chunk);
  }
  return new Response(bytes === 0 ? null : Buffer.concat(chunks), {
    status: response.statusCode,
    headers: plainHeaders(response.headers),
  });
}

function tokenOf({ access_token: text, token_type: type, expires_in: seconds }: oauth.TokenEndpointResponse): Token {
  if (type !== 'bearer') throw new Error(`it gives tokens of type ${type}, not bearer`);
  const life = seconds === undefined ? UNSAID_LIFE_MS : Math.min(seconds * 1_000, LONGEST_LIFE_MS);
  return { text, until: performance.now() + life - Math.min(EARLY_MS, life * EARLY_SHARE) };
}

/** AT2. The request itself was not sent: effect none, whatever went wrong here. */
function tokenFailure(at: string, error: unknown, retryAfter: number | null): Failure {
  const forbidden = forbiddenBy(error);
  if (forbidden !== null) return forbiddenFailure(`The token of ${at} may not be asked for: ${forbidden.why}.`, 'none');
  const failure = (why: string): Failure => ({
    type: 'http.oauth',
    message: `No token was had from ${at}: ${why}.`,
    effect: 'none',
    ...(retryAfter !== null && { retryAfterMs: retryAfter }),
  });
  if (error instanceof oauth.ResponseBodyError) {
    const { status, error: code, error_description: description = null } = error;
    return {
      ...failure(`it answered ${status} ${code}`),
      details: { status, error: code, description },
      ...(final.has(code) && { retryable: false }),
    };
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return { ...failure(`it answered ${error.status}`), details: { status: error.status } };
  if (error instanceof oauth.OperationProcessingError && error.cause instanceof Response)
    return { ...failure(`it answered ${error.cause.status}`), details: { status: error.cause.status } };
  return failure(reasonOf(error));
}

/** The same credentials will not do a moment later. */
const final: ReadonlySet<string> = new Set([
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
]);
