import { STATUS_CODES } from 'node:http';
import type { Effect, Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { inputFailure } from '../activity.ts';
import { forbiddenBy } from '../network/forbidden.ts';
import { ProxyError } from '../network/proxy.ts';
import { RedirectError } from './hops.ts';
import type { PreparedRequest } from './prepare.ts';
import { EncodingError } from './unpack.ts';

type Asked = Pick<PreparedRequest, 'method' | 'url'>;

/** Without query and fragment, which may hold what no log should. */
export const targetText = ({ method, url }: Asked): string => `${method} ${url.origin}${url.pathname}`;

export interface RefusedAnswer {
  readonly status: number;
  readonly body: Json;
  readonly effect: Effect;
  /** Null: it does not ask for time. */
  readonly retryAfterMs: number | null;
}

export function statusFailure(request: Asked, { status, body, effect, retryAfterMs }: RefusedAnswer): Failure {
  const text = STATUS_CODES[status];
  const message = `${targetText(request)} answered ${status}${text === undefined ? '' : ` ${text}`}.`;
  return {
    type: `http.${status}`,
    message,
    details: { status, body },
    effect,
    ...(retryAfterMs !== null && { retryAfterMs }),
  };
}

export function tooLargeFailure(request: Asked, status: number, mostBytes: number, effect: Effect): Failure {
  const most = mostBytes >= 1024 ? `${Math.floor(mostBytes / 1024)} KiB` : `${mostBytes} bytes`;
  const message = `The answer to ${targetText(request)} is larger than ${most}; see maxBytes.`;
  return { type: 'http.tooLarge', message, details: { status }, retryable: false, effect };
}

const MOST_TOLD = 1_000;

/** The answer came, and is not what it should be. */
export function notJsonFailure(request: Asked, status: number, text: string, effect: Effect): Failure {
  const message = `The answer to ${targetText(request)} is not JSON.`;
  return { type: 'http.body', message, details: { status, body: text.slice(0, MOST_TOLD) }, effect };
}

export function timeoutFailure(request: Asked, timeout: string, effect: Effect): Failure {
  return { type: 'http.timeout', message: `${targetText(request)} took longer than ${timeout}.`, effect };
}

export function abortFailure(request: Asked, effect: Effect): Failure {
  return { type: 'cancelled', message: `${targetText(request)} was aborted.`, effect };
}

/** The settings of the workspace say no; trying again is no better. */
export const forbiddenFailure = (message: string, effect: Effect): Failure => ({
  type: 'http.forbidden',
  message,
  retryable: false,
  effect,
});

/** What was thrown on the way. `sent`: a first byte may have left. */
export function brokenFailure(request: Asked, error: unknown, sent: boolean, effect: Effect): Failure {
  const target = targetText(request);
  const forbidden = forbiddenBy(error);
  if (forbidden !== null) {
    const what = sent ? 'was redirected to where it may not go' : 'may not be sent';
    return forbiddenFailure(`${target} ${what}: ${forbidden.why}.`, effect);
  }
  if (error instanceof RedirectError)
    return { type: 'http.redirect', message: `${target} ${error.message}.`, retryable: false, effect };
  if (error instanceof EncodingError)
    return { type: 'http.encoding', message: `The answer to ${target} cannot be unpacked: ${error.message}.`, effect };
  if (error instanceof ProxyError)
    return { type: 'http.proxy', message: `${target} found no way through the proxy: ${error.message}.`, effect };
  return connectionFailure(target, error, sent, effect);
}

/** undici will not send what is asked for. */
const wrongRequest: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

function connectionFailure(target: string, error: unknown, sent: boolean, effect: Effect): Failure {
  const { code, name, message } = errorInfo(error);
  if (!sent && wrongRequest.has(code ?? '')) return inputFailure(`${target} cannot be sent: ${message}.`);
  const details = { code: code ?? null };
  if (!sent) return { type: 'http.connection', message: `${target} found no connection: ${message}.`, details, effect };
  if (name === 'HTTPParserError')
    return { type: 'http.protocol', message: `The answer to ${target} is not HTTP: ${message}.`, details, effect };
  return { type: 'http.reset', message: `The connection broke during ${target}: ${message}.`, details, effect };
}

/** As the end of a sentence. */
export const reasonOf = (error: unknown): string => {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return errorInfo(inner).message.replace(/\.$/, '');
};

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
