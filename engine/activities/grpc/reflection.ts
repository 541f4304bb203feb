import { type Client, type ClientDuplexStream, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type Namespace, Root } from 'protobufjs';
import descriptors from 'protobufjs/ext/descriptor.js';
import type { JsonObject } from '../../core/json.ts';
import { decodeMessage } from '../protobuf/decode.ts';
import { encodeMessage } from '../protobuf/encode.ts';
import { rootOf } from '../protobuf/schema.ts';
import { MAX_REFLECTED_BYTES, MAX_REFLECTED_FILES, REFLECTION_TIMEOUT_MS } from './limits.ts';

/** The server does not tell, or tells what cannot be used; the message is the end of a sentence. */
export class ReflectionError extends Error {
  /** It may tell the next time. */
  readonly isPassing: boolean;
  readonly code: status | null;

  constructor(message: string, isPassing = false, code: status | null = null) {
    super(message);
    this.isPassing = isPassing;
    this.code = code;
  }
}

/** The part of the protocol that is used; both versions of it have the same messages. */
const protocol = rootOf(
  {
    'reflection.proto': `
      syntax = "proto3";
      message Request { oneof message_request { string file_by_filename = 3; string file_containing_symbol = 4; } }
      message Response { Files file_descriptor_response = 4; Problem error_response = 7; }
      message Files { repeated bytes file_descriptor_proto = 1; }
      message Problem { int32 error_code = 1; string error_message = 2; }`,
  },
  'reflection.proto',
);
const requestType = protocol.lookupType('Request');
const responseType = protocol.lookupType('Response');

interface FileDescriptor {
  readonly name: string;
  readonly dependency: readonly string[];
}

/** All that a server declares for a service, by server reflection. Throws a ReflectionError. */
export async function reflected(
  client: Client,
  service: string,
  metadata: Metadata,
  signal: AbortSignal,
): Promise<Root> {
  const ask = (version: Version): Promise<Root> => asked(client, version, service, metadata, signal);
  try {
    return await ask('v1');
  } catch (error) {
    if (!(error instanceof ReflectionError) || signal.aborted) throw error;
    if (error.isPassing) return ask('v1'); // nothing is done by asking: a connection that broke is made again
    if (error.code === status.UNIMPLEMENTED) return ask('v1alpha');
    throw error;
  }
}

type Version = 'v1' | 'v1alpha';

async function asked(
  client: Client,
  version: Version,
  service: string,
  metadata: Metadata,
  signal: AbortSignal,
): Promise<Root> {
  const asking = new Asking(client, version, metadata, signal);
  try {
    return await rootFrom(asking, service);
  } finally {
    asking.end();
  }
}

async function rootFrom(asking: Asking, service: string): Promise<Root> {
  const files = new Map<string, FileDescriptor>();
  let bytes = 0;
  const add = (answer: readonly Uint8Array[]): void => {
    for (const each of answer) {
      bytes += each.length;
      if (bytes > MAX_REFLECTED_BYTES || files.size >= MAX_REFLECTED_FILES)
        throw new ReflectionError('it declares more than is read here');
      const file = fileOf(each);
      files.set(file.name, file);
    }
  };
  add(await asking.ask({ fileContainingSymbol: service }));
  for (let missing = missingOf(files); missing !== undefined; missing = missingOf(files)) {
    add(await asking.ask({ fileByFilename: missing }));
    if (!files.has(missing)) throw new ReflectionError(`it does not tell the file ${missing.slice(0, 200)}`);
  }
  return declared([...files.values()]);
}

const missingOf = (files: ReadonlyMap<string, FileDescriptor>): string | undefined =>
  [...files.values()].flatMap(({ dependency }) => dependency).find((name) => !files.has(name));

const descriptorType = (descriptors as unknown as Namespace).lookupType('FileDescriptorProto');

/** Only the declarations of descriptors themselves, which are known, become code in protobufjs; those of the server never do. */
function fileOf(bytes: Uint8Array): FileDescriptor {
  try {
    const file = descriptorType.decode(bytes) as unknown as {
      readonly name?: string;
      readonly dependency?: readonly string[];
    };
    return Object.assign(file, { name: file.name ?? '', dependency: file.dependency ?? [] });
  } catch (error) {
    throw new ReflectionError(`a descriptor cannot be read: ${reason(error)}`);
  }
}

function declared(file: readonly FileDescriptor[]): Root {
  try {
    return (Root as unknown as { fromDescriptor: (set: object) => Root }).fromDescriptor({ file });
  } catch (error) {
    throw new ReflectionError(`its descriptors do not fit together: ${reason(error)}`);
  }
}

const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300).replaceAll('\n', ' ');

interface Waiting {
  readonly resolve: (answer: readonly Uint8Array[]) => void;
  readonly reject: (error: ReflectionError) => void;
}

const passing: ReadonlySet<status> = new Set([
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.CANCELLED,
]);

/** One stream of questions, each with one answer. */
class Asking {
  readonly #stream: ClientDuplexStream<JsonObject, JsonObject>;
  #waiting: Waiting | null = null;
  #ended: ReflectionError | null = null;

  constructor(client: Client, version: Version, metadata: Metadata, signal: AbortSignal) {
    this.#stream = client.makeBidiStreamRequest(
      `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      (question: JsonObject) => Buffer.from(encodeMessage(requestType, question)),
      (bytes: Buffer) => decodeMessage(responseType, bytes, { unknown: 'drop' }) as JsonObject,
      metadata,
      { deadline: Date.now() + REFLECTION_TIMEOUT_MS },
    );
    const abort = (): void => this.#stream.cancel();
    signal.addEventListener('abort', abort, { once: true });
    this.#stream.on('close', () => signal.removeEventListener('abort', abort));
    this.#stream.on('data', (answer: JsonObject) => this.#answer(answer));
    this.#stream.on('error', (error: ServiceError) => this.#fail(error));
    this.#stream.on('end', () => this.#end(new ReflectionError('it ended the answer', true)));
  }

  ask(question: JsonObject): Promise<readonly Uint8Array[]> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#stream.write(question);
    });
  }

  end(): void {
    this.#stream.end();
    this.#stream.cancel();
  }

  #answer({ fileDescriptorResponse, errorResponse }: JsonObject): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (fileDescriptorResponse !== undefined) {
      const { fileDescriptorProto } = fileDescriptorResponse as { readonly fileDescriptorProto: readonly string[] };
      return waiting?.resolve(fileDescriptorProto.map((each) => Buffer.from(each, 'base64')));
    }
    const problem = errorResponse as { readonly errorCode: number; readonly errorMessage: string } | undefined;
    const isMissing = problem?.errorCode === status.NOT_FOUND;
    waiting?.reject(
      new ReflectionError(
        isMissing ? 'it is not there' : reason(problem?.errorMessage ?? 'the answer is empty'),
        false,
        isMissing ? status.NOT_FOUND : null,
      ),
    );
  }

  #fail({ code, details }: ServiceError): void {
    const isPassing = passing.has(code);
    this.#end(
      new ReflectionError(
        code === status.UNIMPLEMENTED ? 'the server has no reflection' : `${status[code]}: ${reason(details)}`,
        isPassing,
        code,
      ),
    );
  }

  #end(error: ReflectionError): void {
    this.#ended ??= error;
    this.#waiting?.reject(this.#ended);
    this.#waiting = null;
  }
}
