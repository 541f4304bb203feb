import { type handleBidiStreamingCall, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { Namespace, Root, Type } from 'protobufjs';
import descriptors from 'protobufjs/ext/descriptor.js';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { decodeMessage } from '../protobuf/decode.ts';
import { encodeMessage } from '../protobuf/encode.ts';
import { rootOf } from '../protobuf/schema.ts';
import { grpcActivity } from './index.ts';
import { failureOf, outputOf } from './testing/call.ts';
import { WireWriter } from '../protobuf/wire.ts';
import { line, orders } from './testing/service.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.forceShutdown();
  await grpcActivity.close?.(); // the next server may be given the port of one before
});

const protocol = rootOf(
  {
    'a.proto':
      'syntax = "proto3"; message Request { string file_by_filename = 3; string file_containing_symbol = 4; } message Response { Files file_descriptor_response = 4; Problem error_response = 7; } message Files { repeated bytes file_descriptor_proto = 1; } message Problem { int32 error_code = 1; string error_message = 2; }',
  },
  'a.proto',
);
const fileType: Type = (descriptors as unknown as Namespace).lookupType('FileDescriptorProto');
const fileOf = (file: object): string =>
  Buffer.from(fileType.encode(fileType.fromObject(file)).finish()).toString('base64');
const files = (...all: readonly string[]): Json => ({ fileDescriptorResponse: { fileDescriptorProto: all } });

/** A text: nothing is said, and with `end` no more. */
type Answer = (question: { readonly fileByFilename: string; readonly fileContainingSymbol: string }) => Json;

/** A server that tells of itself what it is told to, and answers each call with an Order whose note is "yes". */
async function telling(
  answer: Answer,
  versions: readonly string[] = ['v1'],
): Promise<{ readonly target: string; readonly asked: string[] }> {
  const server = new Server();
  const asked: string[] = [];
  servers.push(server);
  const handle: handleBidiStreamingCall<Json, Json> = (stream) => {
    stream.on('data', (question: Parameters<Answer>[0]) => {
      asked.push(question.fileByFilename || question.fileContainingSymbol);
      const said = answer(question);
      if (said === 'end') stream.end();
      else if (said !== 'silence') stream.write(said);
    });
    stream.on('end', () => stream.end());
  };
  for (const version of versions) {
    const ask = {
      path: `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      requestStream: true,
      responseStream: true,
      requestSerialize: () => Buffer.alloc(0),
      requestDeserialize: (bytes: Buffer) => decodeMessage(protocol.lookupType('Request'), bytes, { unknown: 'drop' }),
      responseSerialize: (json: Json) => Buffer.from(encodeMessage(protocol.lookupType('Response'), json)),
      responseDeserialize: () => null,
    };
    server.addService({ ask }, { ask: handle });
  }
  const get = {
    path: '/shop.v1.Orders/Get',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  };
  server.addService(
    { get },
    { get: (_: unknown, done: (error: null, bytes: Buffer) => void) => done(null, Buffer.from('1203796573', 'hex')) },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { target: `127.0.0.1:${port}`, asked };
}

/** The files of the shop, one by one, as protobufjs describes them. */
function shopFiles(): ReadonlyMap<string, string> {
  const root = rootOf({ 'orders.proto': orders, 'shop/line.proto': line }, 'orders.proto') as Root & {
    toDescriptor: (syntax: string) => {
      readonly file: readonly { name: string; package?: string; dependency?: string[] }[];
    };
  };
  const byPackage: Readonly<Record<string, string>> = {
    'shop.v1': 'orders.proto',
    shop: 'shop/line.proto',
    'google.protobuf': 'google/protobuf/timestamp.proto',
  };
  return new Map(
    root.toDescriptor('proto3').file.map((file) => {
      const name = byPackage[file.package ?? ''] ?? 'other.proto';
      const dependency = name === 'orders.proto' ? ['shop/line.proto', 'google/protobuf/timestamp.proto'] : [];
      return [name, fileOf({ ...file, name, dependency })] as const;
    }),
  );
}

const shop: Answer = ({ fileByFilename }) => {
  const found = shopFiles().get(fileByFilename || 'orders.proto');
  return found === undefined ? { errorResponse: { errorCode: status.NOT_FOUND, errorMessage: 'no' } } : files(found);
};

describe('grpc: reflection', () => {
  test.each([['v1'], ['v1alpha']])('by %s alone; what files import is asked for, once', async (version) => {
    const { target, asked } = await telling(shop, [version]);
    for (const _ of [1, 2])
      expect(await outputOf({ target, message: { orderId: 'a' } })).toMatchObject({ message: { note: 'yes' } });
    expect(asked.toSorted()).toEqual(['google/protobuf/timestamp.proto', 'shop.v1.Orders', 'shop/line.proto']);
  });

  const huge = fileOf({
    name: 'a.proto',
    messageType: Array.from({ length: 50_000 }, (_, index) => ({ name: `M${index}` })),
  });
  /** A message of the name N, in it another, and so on; protobufjs writes none so deep. */
  const nested = (): string => {
    let message: Uint8Array = Buffer.from('0a014e', 'hex');
    for (let level = 0; level < 5_000; level += 1) message = field(3, message, '0a014e');
    return Buffer.from(field(4, message, '0a0161')).toString('base64');
  };

  function field(id: number, inner: Uint8Array, before: string): Uint8Array {
    const writer = new WireWriter();
    writer.raw(Buffer.from(before, 'hex'));
    writer.tag(id, 2);
    writer.bytes(inner);
    return writer.done();
  }

  test.each<readonly [string, Answer]>([
    ['bytes that are no file', () => files('////')],
    ['an answer to another question', () => ({})],
    ['no file at all', () => files()],
    ['a file that imports what it does not have', () => files(fileOf({ name: 'a.proto', dependency: ['b.proto'] }))],
    [
      'files that import new files without end',
      ({ fileByFilename }) =>
        files(fileOf({ name: fileByFilename || '0', dependency: [`${Number(fileByFilename || '0') + 1}`] })),
    ],
    [
      'a type that is not there',
      () =>
        files(
          fileOf({
            name: 'a.proto',
            package: 'shop.v1',
            messageType: [{ name: 'M', field: [{ name: 'f', number: 1, label: 1, type: 11, typeName: '.no.Such' }] }],
          }),
        ),
    ],
    [
      'names of prototypes',
      () =>
        files(
          fileOf({
            name: 'a.proto',
            package: '__proto__.constructor',
            messageType: [{ name: '__proto__' }, { name: 'constructor' }],
          }),
        ),
    ],
    [
      'names that would be code',
      () =>
        files(
          fileOf({
            name: 'a.proto',
            package: 'shop.v1',
            messageType: [{ name: 'M', field: [{ name: 'a;globalThis.polluted=1;', number: 1, label: 1, type: 5 }] }],
            service: [
              {
                name: 'Orders',
                method: [{ name: 'Get', inputType: '.shop.v1.M', outputType: '.shop.v1.M);globalThis.polluted=1;(' }],
              },
            ],
          }),
        ),
    ],
    ['a file that is huge, without the service', () => files(huge)],
    ['messages nested without end', () => files(nested())],
    ['an end before the answer', () => 'end'],
  ])('a server that tells %s gets no call', async (_, answer) => {
    const { target } = await telling(answer);
    const error = await failureOf({ target });
    expect(error.type).toMatch(/^(?:grpc\.reflection|activity\.input)$/);
    expect(error.effect).toBe('none');
    expect(error.message.length).toBeLessThan(1_000);
    expect([({} as Record<string, unknown>)['polluted'], (globalThis as Record<string, unknown>)['polluted']]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a server that never tells is given up with the deadline of the call', async () => {
    const { target } = await telling(() => 'silence');
    expect(await failureOf({ target, timeout: '300ms' })).toMatchObject({
      type: 'grpc.DEADLINE_EXCEEDED',
      effect: 'none',
    });
  });
});
