import type { AttemptResult } from '../../core/command.ts';
import { parseDuration } from '../../core/duration.ts';
import type { Json } from '../../core/json.ts';
import { scrubber } from '../../runtime/performing/scrub.ts';
import { type ActivityContext, completed, failed, inputFailure } from '../activity.ts';
import { closeDispatchers } from '../network/dispatchers.ts';
import { targetOf } from '../network/host.ts';
import { type Authorizer, authorizer } from './auth.ts';
import { effectOfBreak, effectOfStatus } from './effect.ts';
import * as failures from './failures.ts';
import { graphqlFailure } from './graphql.ts';
import { plainHeaders } from './headers.ts';
import { type Arrived, type Journey, journey } from './hops.ts';
import { DEFAULT_BYTES, DEFAULT_MOST_BYTES } from './limits.ts';
import { type PreparedRequest, prepare } from './prepare.ts';
import { type Body, readBody, type Reading } from './read.ts';
import { Refusal } from './refusal.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpInput } from './schema.ts';
import { isSuccess } from './success.ts';
import { forgetTokens } from './tokens.ts';
import { waysOf } from './way.ts';
import { MAX_REDIRECTS, type Wire } from './wire.ts';

/** Timers of Node overflow beyond this and would strike at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One attempt, under way. */
interface Attempt {
  readonly input: HttpInput;
  readonly request: PreparedRequest;
  readonly reading: Reading;
  readonly auth: Authorizer;
  readonly journey: Journey;
}

export async function perform(input: HttpInput, context: ActivityContext, signal: AbortSignal): Promise<AttemptResult> {
  const wire: Wire = { sent: [] };
  const timer = timerOf(input);
  const until = timer === null ? signal : AbortSignal.any([signal, timer]);
  try {
    const request = await prepare(input, context);
    try {
      const attempt = await begun(input, request, { context, wire, signal: until });
      return clean(await exchange(attempt), attempt.auth);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const effect = effectOfBreak(wire);
      if (signal.aborted) return failed(failures.abortFailure(request, effect));
      if (timer?.aborted) return failed(failures.timeoutFailure(request, input.timeout ?? '', effect));
      return failed(failures.brokenFailure(request, error, wire.sent.length > 0, effect));
    }
  } catch (error) {
    if (error instanceof Refusal) return failed(error.failure);
    throw error;
  }
}

/** Gives back connections and tokens. */
export function close(): void {
  forgetTokens();
  closeDispatchers();
}

interface Circumstances {
  readonly context: ActivityContext;
  readonly wire: Wire;
  readonly signal: AbortSignal;
}

async function begun(input: HttpInput, request: PreparedRequest, circumstances: Circumstances): Promise<Attempt> {
  const { context, wire, signal } = circumstances;
  const ways = await waysOf(input, context);
  const tokensAt = input.auth?.type === 'oauth2' ? URL.parse(input.auth.tokenUrl) : null;
  const tokenWay = ways(targetOf(tokensAt ?? request.url), true);
  return {
    input,
    request,
    reading: { as: input.responseAs ?? 'auto', mostBytes: mostBytesOf(input, context) },
    auth: authorizer(input.auth, tokenWay, signal),
    journey: { ways, wire, mostRedirects: input.redirects ?? MAX_REDIRECTS, harmless: harmlessOf(input), signal },
  };
}

async function exchange(attempt: Attempt): Promise<AttemptResult> {
  const { request, auth, journey: how } = attempt;
  const arrived = await journey(await auth.authorized(request), how);
  const isShut = arrived.response.statusCode === 401 && arrived.redirects === 0;
  if (!isShut || !auth.mayRenew()) return answer(attempt, arrived);
  await arrived.response.body.dump();
  return answer(attempt, await journey(await auth.authorized(request), how)); // a 401 did nothing
}

async function answer(attempt: Attempt, { response }: Arrived): Promise<AttemptResult> {
  const { input, request, reading } = attempt;
  const { wire } = attempt.journey;
  const status = response.statusCode;
  const headers = plainHeaders(response.headers);
  if (!isSuccess(status, input.success)) {
    const body = await errorBody(
      readBody(response, { as: 'auto', mostBytes: Math.min(reading.mostBytes, DEFAULT_BYTES) }),
    );
    const effect = effectOfStatus(status, wire);
    return failed(failures.statusFailure(request, { status, body, effect, retryAfterMs: retryAfterMs(headers) }));
  }
  const read = await readBody(response, reading);
  const effect = effectOfBreak(wire);
  if (read.kind === 'tooLarge') return failed(failures.tooLargeFailure(request, status, reading.mostBytes, effect));
  if (read.kind === 'wrong') return failed(failures.notJsonFailure(request, status, read.text, effect));
  const wrong = input.graphql && graphqlFailure(input.graphql, failures.targetText(request), status, read.value);
  return wrong ? failed(wrong) : completed({ status, headers, body: read.value });
}

/** The status has told already how it ended; a body that breaks off, or is too long, is left out. */
async function errorBody(read: Promise<Body>): Promise<Json> {
  const body = await read.catch(() => null);
  return body?.kind === 'whole' ? body.value : null;
}

/** DA7. A token had on the way is as secret as what it was had for, and a service may echo it. */
function clean(result: AttemptResult, auth: Authorizer): AttemptResult {
  const secrets = auth.secrets();
  if (secrets.size === 0) return result;
  const scrub = scrubber(secrets);
  if (result.kind === 'completed') return { ...result, output: scrub(result.output) };
  const { message, details, ...rest } = result.error;
  return failed({ ...rest, message: scrub(message), ...(details !== undefined && { details: scrub(details) }) });
}

function mostBytesOf({ maxBytes }: HttpInput, { place }: ActivityContext): number {
  const most = place.settings.http?.maxAnswerBytes ?? DEFAULT_MOST_BYTES;
  if (maxBytes !== undefined && maxBytes > most) {
    const where = 'http.maxAnswerBytes of sagaloom.config.json';
    throw new Refusal(inputFailure(`maxBytes is ${maxBytes}; here it can be ${most} at most, see ${where}.`));
  }
  return maxBytes ?? Math.min(DEFAULT_BYTES, most);
}

/** Whatever else the workflow sends may be a secret of the service it sends it to. */
const harmlessOf = ({ idempotencyHeader }: HttpInput): ReadonlySet<string> =>
  new Set([
    'accept',
    'accept-encoding',
    'accept-language',
    'content-type',
    'user-agent',
    'traceparent',
    'tracestate',
    ...(idempotencyHeader === false ? [] : [(idempotencyHeader ?? 'idempotency-key').toLowerCase()]),
  ]);

function timerOf({ timeout }: HttpInput): AbortSignal | null {
  const ms = timeout === undefined ? null : parseDuration(timeout);
  return ms === null ? null : AbortSignal.timeout(Math.min(ms, LONGEST_TIMER_MS));
}
