import { type ServiceError, status } from '@grpc/grpc-js';
import type { Failure } from '../../core/failure.ts';
import { inputFailure } from '../activity.ts';
import { errorDetails } from './details.ts';
import { type Endpoint, shown } from './endpoint.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { plainMetadata } from './metadata.ts';
import type { ReflectionError } from './reflection.ts';
import type { GrpcInput } from './schema.ts';

/**
 * AT2: what a failed call may have left in the world.
 *
 * Invariants
 *   G1  a call for which no connection was made has effect none
 *   G2  a status by which a service refuses what it is asked has effect none
 *   G3  all else is unknown: also CANCELLED, DEADLINE_EXCEEDED and ABORTED, and an answer that cannot be read
 */
const refusing: ReadonlySet<status> = new Set([
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.ALREADY_EXISTS,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
  status.FAILED_PRECONDITION,
  status.OUT_OF_RANGE,
  status.UNIMPLEMENTED,
  status.RESOURCE_EXHAUSTED,
]);

/** The same call would be answered the same. */
const final: ReadonlySet<status> = new Set(
  [...refusing, status.DATA_LOSS].filter((code) => code !== status.RESOURCE_EXHAUSTED),
);

const called = ({ service, method }: GrpcInput, endpoint: Endpoint): string =>
  `${service}/${method} at ${shown(endpoint)}`;

/** gRPC's own words for a call that had no connection to be sent on. */
const neverSent = /^(?:No connection established|Name resolution failed|Failed to start HTTP\/2 stream)/;

/** grpc-js, of an answer that it refused. */
const tooLarge = /^Received message (?:larger than max|that decompresses to a size larger)/;

export function statusFailure(input: GrpcInput, endpoint: Endpoint, error: ServiceError): Failure {
  const { code, details: text, metadata } = error;
  if (code === status.RESOURCE_EXHAUSTED && tooLarge.test(text)) return tooLargeFailure(input, endpoint);
  const name = status[code] ?? String(code);
  const isUnsent = code === status.UNAVAILABLE && neverSent.test(text);
  const hint = isUnsent ? tlsHint(endpoint, text) : '';
  return {
    type: `grpc.${name}`,
    message: `${called(input, endpoint)} answered ${name}${text === '' ? '' : `: ${oneLine(text)}`}.${hint}`.replace(
      /\.\.$/,
      '.',
    ),
    details: { code, status: name, message: text, errors: errorDetails(metadata), trailers: plainMetadata(metadata) },
    ...(final.has(code) && { retryable: false }),
    effect: isUnsent || refusing.has(code) ? 'none' : 'unknown', // G1, G2, G3
  };
}

function tooLargeFailure(input: GrpcInput, endpoint: Endpoint): Failure {
  const message = `The answer of ${called(input, endpoint)} is larger than ${MAX_MESSAGE_BYTES / 1024 / 1024} MiB.`;
  return { type: 'grpc.tooLarge', message, retryable: false, effect: 'unknown' };
}

export function abortFailure(input: GrpcInput, endpoint: Endpoint, isSent: boolean): Failure {
  return { type: 'cancelled', message: `${called(input, endpoint)} was aborted.`, effect: isSent ? 'unknown' : 'none' };
}

export function connectTimeoutFailure(input: GrpcInput, endpoint: Endpoint, timeout: string): Failure {
  const message = `${called(input, endpoint)} had no connection within ${timeout}.`;
  return { type: 'grpc.DEADLINE_EXCEEDED', message, effect: 'none' };
}

/** The name does not resolve. */
export function unresolvedFailure(input: GrpcInput, endpoint: Endpoint, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return {
    type: 'grpc.UNAVAILABLE',
    message: `${called(input, endpoint)} found no connection: ${oneLine(why)}.`,
    effect: 'none',
  };
}

export function forbiddenFailure(input: GrpcInput, endpoint: Endpoint, why: string): Failure {
  return {
    type: 'grpc.forbidden',
    message: `${called(input, endpoint)} is not allowed: ${oneLine(why)}.`,
    retryable: false,
    effect: 'none',
  };
}

/** Where the server did not answer at all, the error is that of any call to it. */
export function reflectionFailure(input: GrpcInput, endpoint: Endpoint, error: ReflectionError): Failure {
  const { isPassing, code } = error;
  const why = `${shown(endpoint)} did not tell what ${input.service} is: ${oneLine(error.message)}.`;
  const hint = isPassing ? tlsHint(endpoint, error.message) : ' Give a proto file.';
  return {
    type: isPassing && code !== null ? `grpc.${status[code]}` : 'grpc.reflection',
    message: `${why}${hint}`,
    ...(!isPassing && { retryable: false }),
    effect: 'none',
  };
}

const tlsHint = ({ tls }: Endpoint, text: string): string =>
  tls !== null && /EPROTO|wrong version|ECONNRESET|disconnected/i.test(text)
    ? ' If the server speaks no TLS, say tls: false.'
    : '';

export function messageFailure({ service, method }: GrpcInput, why: string): Failure {
  return inputFailure(`The message of ${service}/${method} does not fit. ${oneLine(why)}`);
}

/** The call was done; what it gave cannot be read. */
export function answerFailure(input: GrpcInput, endpoint: Endpoint, why: string): Failure {
  return {
    type: 'grpc.answer',
    message: `The answer of ${called(input, endpoint)} cannot be read. ${oneLine(why)}`,
    retryable: false,
    effect: 'unknown',
  };
}

const oneLine = (text: string): string =>
  text
    .slice(0, 1_000)
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
