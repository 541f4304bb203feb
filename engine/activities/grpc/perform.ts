import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { AttemptResult } from '../../core/command.ts';
import { parseDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import { type ActivityContext, completed, failed, inputFailure } from '../activity.ts';
import { forbiddenBy } from '../network/forbidden.ts';
import { decodeMessage } from '../protobuf/decode.ts';
import { encodeMessage, MessageError } from '../protobuf/encode.ts';
import { type Channel, channelTo, closeChannels, connected } from './channels.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import {
  abortFailure,
  answerFailure,
  connectTimeoutFailure,
  forbiddenFailure,
  messageFailure,
  reflectionFailure,
  statusFailure,
  unresolvedFailure,
} from './failures.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { metadataOf, plainMetadata } from './metadata.ts';
import { type Found, type FoundMethod, forget, forgetAll, methodByFile, methodByReflection } from './methods.ts';
import { ReflectionError } from './reflection.ts';
import type { GrpcInput } from './schema.ts';

export async function close(): Promise<void> {
  closeChannels();
  forgetAll();
}

/** One attempt: all that its parts need to know. */
interface Attempt {
  readonly input: GrpcInput;
  readonly context: ActivityContext;
  readonly endpoint: Endpoint;
  readonly metadata: Metadata;
  /** Of `Date.now()`; null: none. */
  readonly deadline: number | null;
  readonly signal: AbortSignal;
}

/** Timers of Node overflow beyond this. */
const LONGEST_MS = 2 ** 31 - 1;

export async function perform(input: GrpcInput, context: ActivityContext, signal: AbortSignal): Promise<AttemptResult> {
  const found = await endpointOf(input, context);
  if (!found.ok) return failed(found.error);
  const made = metadataOf(input, context);
  if (!made.ok) return failed(made.error);
  const { endpoint } = found;
  const timeout = input.timeout === undefined ? null : parseDuration(input.timeout);
  const limit = timeout === null ? null : AbortSignal.timeout(Math.min(timeout, LONGEST_MS));
  const attempt: Attempt = {
    input,
    context,
    endpoint,
    metadata: made.metadata,
    deadline: timeout === null ? null : Date.now() + timeout,
    signal: limit === null ? signal : AbortSignal.any([signal, limit]),
  };
  try {
    return await withChannel(attempt, signal);
  } catch (error) {
    if (signal.aborted) return failed(abortFailure(input, endpoint, false));
    if (limit?.aborted === true) return failed(connectTimeoutFailure(input, endpoint, input.timeout ?? ''));
    return failed(setUpFailure(attempt, error));
  }
}

/** Nothing of the call has been sent yet. */
function setUpFailure({ input, endpoint }: Attempt, error: unknown): Failure {
  const forbidden = forbiddenBy(error);
  if (forbidden !== null) return forbiddenFailure(input, endpoint, forbidden.why);
  if (error instanceof ReflectionError) return reflectionFailure(input, endpoint, error);
  if (error instanceof CredentialsError) return inputFailure(error.message);
  return unresolvedFailure(input, endpoint, error);
}

/** The certificates or the key are none. */
class CredentialsError extends Error {}

async function withChannel(attempt: Attempt, aborted: AbortSignal): Promise<AttemptResult> {
  const channel = await channelOf(attempt);
  try {
    await connected(channel, attempt.signal);
    attempt.signal.throwIfAborted();
    return await withMethod(attempt, channel, aborted);
  } catch (error) {
    if (error instanceof ReflectionError && error.code === status.UNAVAILABLE) channel.drop(); // as after a call
    throw error;
  } finally {
    channel.leave();
  }
}

async function channelOf({ endpoint, context, signal }: Attempt): Promise<Channel> {
  try {
    return await channelTo(endpoint, context.place, signal);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_SSL') || code.startsWith('ERR_CRYPTO')) {
      throw new CredentialsError('The certificates or the key of tls cannot be read; they have to be PEM.');
    }
    throw error;
  }
}

async function withMethod(attempt: Attempt, channel: Channel, aborted: AbortSignal): Promise<AttemptResult> {
  const found = await methodOf(attempt, channel);
  if (!found.ok) return failed(found.error);
  const first = await calling(attempt, channel, found.method, aborted);
  if (first.isDone || !found.method.isOld) return first.result;
  forget(channel, attempt.input); // what is known of the service may be old
  const again = await methodOf(attempt, channel);
  return again.ok ? (await calling(attempt, channel, again.method, aborted)).result : failed(again.error);
}

function methodOf({ input, metadata, signal, context }: Attempt, channel: Channel): Promise<Found> {
  return input.proto === undefined
    ? methodByReflection(channel, input, metadata.clone(), signal)
    : methodByFile(input.proto, context.place.workspace, input);
}

interface Called {
  readonly result: AttemptResult;
  /** False: with another declaration of the service it might have gone otherwise, and nothing was done. */
  readonly isDone: boolean;
}

async function calling(attempt: Attempt, channel: Channel, method: FoundMethod, aborted: AbortSignal): Promise<Called> {
  const { input, endpoint } = attempt;
  const message = encoded(attempt, method);
  if (!(message instanceof Uint8Array)) return { result: failed(message), isDone: false };
  const answer = await unary(attempt, channel, method, message, aborted);
  if (answer.ok) return { result: resultOf(attempt, method, answer), isDone: true };
  if (aborted.aborted) return { result: failed(abortFailure(input, endpoint, true)), isDone: true };
  const { code } = answer.error;
  if (code === status.UNAVAILABLE) channel.drop(); // the name may lead elsewhere by now
  return { result: failed(statusFailure(input, endpoint, answer.error)), isDone: code !== status.UNIMPLEMENTED };
}

function encoded({ input }: Attempt, { request }: FoundMethod): Uint8Array | Failure {
  try {
    const bytes = encodeMessage(request, input.message ?? {});
    if (bytes.length <= MAX_MESSAGE_BYTES) return bytes;
    return messageFailure(input, `It is larger than ${MAX_MESSAGE_BYTES / 1024 / 1024} MiB.`);
  } catch (error) {
    if (error instanceof MessageError) return messageFailure(input, error.message);
    throw error;
  }
}

interface Answer {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly metadata: Metadata | null;
  readonly trailers: Metadata | null;
}

type Answered = Answer | { readonly ok: false; readonly error: ServiceError };

function unary(
  { metadata, deadline }: Attempt,
  { client }: Channel,
  { path }: FoundMethod,
  message: Uint8Array,
  signal: AbortSignal,
): Promise<Answered> {
  return new Promise((resolve) => {
    let headers: Metadata | null = null;
    let outcome: { readonly bytes: Uint8Array } | null = null;
    const options = deadline === null ? {} : { deadline };
    const call = client.makeUnaryRequest(
      path,
      asBuffer,
      asBuffer,
      message,
      metadata.clone(),
      options,
      (error, bytes) => {
        if (error === null) outcome = { bytes: bytes ?? new Uint8Array() };
        else finish({ ok: false, error });
      },
    );
    const cancel = (): void => call.cancel();
    const finish = (answered: Answered): void => {
      signal.removeEventListener('abort', cancel);
      resolve(answered);
    };
    call.on('metadata', (given: Metadata) => (headers = given));
    call.on('status', ({ metadata: trailers }: { readonly metadata: Metadata }) => {
      if (outcome !== null) finish({ ok: true, bytes: outcome.bytes, metadata: headers, trailers });
    });
    signal.addEventListener('abort', cancel, { once: true });
  });
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function resultOf(
  { input, endpoint }: Attempt,
  { response }: FoundMethod,
  { bytes, metadata, trailers }: Answer,
): AttemptResult {
  try {
    const message = decodeMessage(response, bytes, { unknown: 'drop' });
    const plain = (given: Metadata | null) => (given === null ? {} : plainMetadata(given));
    return completed({ message, metadata: plain(metadata), trailers: plain(trailers) });
  } catch (error) {
    if (error instanceof MessageError) return failed(answerFailure(input, endpoint, error.message));
    throw error;
  }
}
