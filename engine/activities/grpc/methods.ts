import type { Metadata } from '@grpc/grpc-js';
import { type Method, type Root, Service, type Type } from 'protobufjs';
import type { Failure } from '../../core/failure.ts';
import { inputFailure } from '../activity.ts';
import { untilAborted } from '../network/until-aborted.ts';
import { loadProto } from '../protobuf/files.ts';
import { rootOf, SchemaError } from '../protobuf/schema.ts';
import type { Channel } from './channels.ts';
import { reflected } from './reflection.ts';
import type { GrpcInput } from './schema.ts';

export interface FoundMethod {
  readonly path: string;
  readonly request: Type;
  readonly response: Type;
  /** Asked for by an earlier call: what it says may be old. */
  readonly isOld: boolean;
}

export type Found =
  | { readonly ok: true; readonly method: FoundMethod }
  | { readonly ok: false; readonly error: Failure };

/** What servers declare, by channel and service; kept for the process, and asked for again where it turns out to be old. */
const known = new Map<string, Promise<Root>>();
const MOST_KNOWN = 500;

const keyOf = ({ key }: Channel, service: string): string => `${key} ${service}`;

export function forget(channel: Channel, { service }: GrpcInput): void {
  known.delete(keyOf(channel, service));
}

export function forgetAll(): void {
  known.clear();
}

/** By server reflection. Rejects with a ReflectionError. */
export async function methodByReflection(
  channel: Channel,
  input: GrpcInput,
  metadata: Metadata,
  signal: AbortSignal,
): Promise<Found> {
  const key = keyOf(channel, input.service);
  const earlier = known.get(key);
  if (earlier !== undefined) {
    const found = methodIn(
      await untilAborted(
        earlier.catch(() => null),
        signal,
      ),
      input,
      true,
    );
    if (found.ok) return found;
    forget(channel, input); // it may have been added meanwhile
  }
  const asked = reflected(channel.client, input.service, metadata, signal);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, asked);
  try {
    return methodIn(await asked, input, false);
  } catch (error) {
    if (known.get(key) === asked) known.delete(key);
    throw error;
  }
}

/** By a .proto file of the workspace, which is read anew each time: it may have been changed. */
export async function methodByFile(file: string, workspace: string, input: GrpcInput): Promise<Found> {
  const files = await loadProto(workspace, file);
  if (!files.ok) return files;
  try {
    return methodIn(rootOf(files.value, file), input, false);
  } catch (error) {
    if (error instanceof SchemaError) return { ok: false, error: inputFailure(error.message) };
    throw error;
  }
}

function methodIn(root: Root | null, { service, method }: GrpcInput, isOld: boolean): Found {
  const found = root?.lookup(service);
  if (!(found instanceof Service)) return wrong(`There is no service ${service}.`);
  const one = Object.hasOwn(found.methods, method) ? found.methods[method] : undefined;
  if (one === undefined)
    return wrong(
      `The service ${service} has no method ${method}; it has ${Object.keys(found.methods).slice(0, 30).join(', ')}.`,
    );
  return foundMethod(one.resolve() as Method, service, isOld);
}

function foundMethod(method: Method, service: string, isOld: boolean): Found {
  const { name, requestStream, responseStream, resolvedRequestType: request, resolvedResponseType: response } = method;
  if (requestStream === true || responseStream === true)
    return wrong(`The method ${name} of ${service} streams; only unary methods can be called.`);
  if (request === null || response === null)
    return wrong(`The messages of the method ${name} of ${service} are not known.`);
  return { ok: true, method: { path: `/${service}/${name}`, request, response, isOld } };
}

const wrong = (message: string): Found => ({ ok: false, error: inputFailure(message) });
