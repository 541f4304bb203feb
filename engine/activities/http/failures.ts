import { STATUS_CODES } from 'node:http';
import type { Effect, Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { inputFailure } from '../activity.ts';
import type { PreparedRequest } from './prepare.ts';
import { MAX_RESPONSE_BYTES } from './read.ts';
import { MAX_REDIRECTS } from './wire.ts';

/** Without query and fragment, which may hold what no log should. */
const target = ({ method, url }: PreparedRequest): string => `${method} ${url.origin}${url.pathname}`;

export function statusFailure(request: PreparedRequest, status: number, body: Json, effect: Effect): Failure {
  const text = STATUS_CODES[status];
  const message = `${target(request)} answered ${status}${text === undefined ? '' : ` ${text}`}.`;
  return { type: `http.${status}`, message, details: { status, body }, effect };
}

export function tooLargeFailure(request: PreparedRequest, status: number, effect: Effect): Failure {
  const message = `The answer to ${target(request)} is larger than ${MAX_RESPONSE_BYTES / 1024} KiB.`;
  return { type: 'http.tooLarge', message, details: { status }, retryable: false, effect };
}

export function timeoutFailure(request: PreparedRequest, timeout: string, effect: Effect): Failure {
  return { type: 'http.timeout', message: `${target(request)} took longer than ${timeout}.`, effect };
}

export function abortFailure(request: PreparedRequest, effect: Effect): Failure {
  return { type: 'cancelled', message: `${target(request)} was aborted.`, effect };
}

/** What undici threw. `sent`: a first byte may have left. */
export function brokenFailure(request: PreparedRequest, error: unknown, sent: boolean, effect: Effect): Failure {
  const { code, name, message } = errorInfo(error);
  if (code === 'UND_ERR_REDIRECT_MAX' || message.startsWith('Redirect loop')) {
    return redirectFailure(request, effect);
  }
  if (!sent && (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED')) {
    return inputFailure(`${target(request)} cannot be sent: ${message}.`);
  }
  const details = { code: code ?? null };
  if (!sent) {
    return { type: 'http.connection', message: `${target(request)} found no connection: ${message}.`, details, effect };
  }
  if (name === 'HTTPParserError') {
    return {
      type: 'http.protocol',
      message: `The answer to ${target(request)} is not HTTP: ${message}.`,
      details,
      effect,
    };
  }
  return {
    type: 'http.reset',
    message: `The connection broke during ${target(request)}: ${message}.`,
    details,
    effect,
  };
}

function redirectFailure(request: PreparedRequest, effect: Effect): Failure {
  const message = `${target(request)} was redirected in a circle or more than ${MAX_REDIRECTS} times.`;
  return { type: 'http.redirect', message, retryable: false, effect };
}

interface ErrorInfo {
  readonly code: string | undefined;
  readonly name: string;
  readonly message: string;
}

/** Both addresses of a name refused gives an AggregateError with an empty message; its first part tells. */
function errorInfo(error: unknown): ErrorInfo {
  if (!(error instanceof Error)) return { code: undefined, name: '', message: String(error) };
  if (error instanceof AggregateError && error.errors.length > 0) return errorInfo(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { code, name: error.name, message: error.message || code || error.name };
}
