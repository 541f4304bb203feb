import { request as send } from 'undici';
import type { AttemptResult } from '../../core/command.ts';
import { parseDuration } from '../../core/duration.ts';
import type { Json } from '../../core/json.ts';
import { type ActivityContext, completed, failed } from '../activity.ts';
import { effectOfBreak, effectOfStatus } from './effect.ts';
import { abortFailure, brokenFailure, statusFailure, timeoutFailure, tooLargeFailure } from './failures.ts';
import { type PreparedRequest, prepare } from './prepare.ts';
import { type Body, plainHeaders, readBody } from './read.ts';
import type { HttpInput } from './schema.ts';
import { type Wire, watched } from './wire.ts';

/** Timers of Node overflow beyond this and would strike at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export async function perform(input: HttpInput, context: ActivityContext, signal: AbortSignal): Promise<AttemptResult> {
  const prepared = prepare(input, context);
  if (!prepared.ok) return failed(prepared.error);
  const { request } = prepared;
  const wire: Wire = { sent: [] };
  const timer = timerOf(input);
  try {
    return await exchange(request, wire, timer === null ? signal : AbortSignal.any([signal, timer]));
  } catch (error) {
    const effect = effectOfBreak(wire);
    if (signal.aborted) return failed(abortFailure(request, effect));
    if (timer?.aborted) return failed(timeoutFailure(request, input.timeout ?? '', effect));
    return failed(brokenFailure(request, error, wire.sent.length > 0, effect));
  }
}

async function exchange(request: PreparedRequest, wire: Wire, signal: AbortSignal): Promise<AttemptResult> {
  const { url, method, headers, body } = request;
  const response = await send(url, { method, headers, body, signal, dispatcher: watched(wire) });
  const status = response.statusCode;
  if (status < 200 || status > 299) {
    return failed(statusFailure(request, status, await errorBody(readBody(response)), effectOfStatus(status, wire)));
  }
  const read = await readBody(response);
  if (read.kind === 'tooLarge') return failed(tooLargeFailure(request, status, effectOfBreak(wire)));
  return completed({ status, headers: plainHeaders(response.headers), body: read.value });
}

/** The status has told already how it ended; a body that breaks off, or is too long, is left out. */
async function errorBody(read: Promise<Body>): Promise<Json> {
  const body = await read.catch(() => null);
  return body?.kind === 'whole' ? body.value : null;
}

function timerOf({ timeout }: HttpInput): AbortSignal | null {
  const ms = timeout === undefined ? null : parseDuration(timeout);
  return ms === null ? null : AbortSignal.timeout(Math.min(ms, LONGEST_TIMER_MS));
}
