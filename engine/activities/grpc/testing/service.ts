import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Metadata, Server, ServerCredentials, type ServerUnaryCall, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

/** A shop of gRPC, for tests: @grpc/grpc-js and @grpc/proto-loader serve it, as they would anybody. */
export const orders = `
  syntax = "proto3";
  package shop.v1;
  import "google/protobuf/timestamp.proto";
  import "shop/line.proto";
  enum State { NEW = 0; PAID = 1; }
  message GetOrder { string order_id = 1; int64 big = 2; bytes raw = 3; repeated shop.Line lines = 4; map<string, int32> stock = 5; State state = 6; google.protobuf.Timestamp at = 7; Way way = 8; message Way { oneof by { string card = 1; bool cash = 2; } } }
  message Order { GetOrder echo = 1; string note = 2; optional string maybe = 3; }
  service Orders {
    rpc Get (GetOrder) returns (Order);
    rpc Watch (GetOrder) returns (stream Order);
    rpc Send (stream GetOrder) returns (Order);
  }`;
export const line = 'syntax = "proto3"; package shop; message Line { string sku = 1; uint32 quantity = 2; }';

export type Handler = (
  request: object,
  metadata: Metadata,
  call: ServerUnaryCall<object, object>,
) => Promise<object> | object;

export interface TestService {
  readonly target: string;
  readonly calls: { readonly request: object; readonly metadata: Metadata }[];
  readonly close: () => void;
}

type Done = (error: Partial<ServiceError> | null, answer?: object) => void;

interface Options {
  readonly credentials?: ServerCredentials;
  readonly reflection?: 'both' | 'none';
  readonly port?: number;
  readonly proto?: string;
  /** Before the answer. */
  readonly onCall?: (call: ServerUnaryCall<object, object>) => void;
}

function definitionOf(proto: string): PackageDefinition {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-grpc-'));
  try {
    const files = { 'orders.proto': proto, 'shop/line.proto': line };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return loadSync('orders.proto', {
      includeDirs: [folder],
      keepCase: true,
      longs: String,
      enums: String,
      oneofs: false,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function serve(
  handler: Handler,
  {
    credentials = ServerCredentials.createInsecure(),
    reflection = 'both',
    port = 0,
    proto = orders,
    onCall,
  }: Options = {},
): Promise<TestService> {
  const definition = definitionOf(proto);
  const calls: { request: object; metadata: Metadata }[] = [];
  async function answer(call: ServerUnaryCall<object, object>, done: Done): Promise<void> {
    calls.push({ request: call.request, metadata: call.metadata });
    onCall?.(call);
    try {
      done(null, await handler(call.request, call.metadata, call));
    } catch (error) {
      done(error as Partial<ServiceError>);
    }
  }

  const server = new Server();
  const service = definition['shop.v1.Orders'] as Parameters<Server['addService']>[0];
  server.addService(service, {
    Get: (call: ServerUnaryCall<object, object>, done: Done) => void answer(call, done),
    Watch: (call: { end: () => void }) => call.end(),
    Send: (_: unknown, done: (error: null, answer: object) => void) => done(null, {}),
  });
  if (reflection === 'both') new ReflectionService(definition).addToServer(server);
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, given) =>
      error === null ? resolve(given) : reject(error),
    ),
  );
  return { target: `127.0.0.1:${bound}`, calls, close: () => server.forceShutdown() };
}

export interface Certificates {
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** Made for the occasion by openssl: an authority, a server `orders.test`, and a client. */
export function certificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-tls-'));
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  try {
    const key = (name: string): readonly string[] => [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      `${name}.key`,
    ];
    openssl('req', '-x509', ...key('ca'), '-out', 'ca.crt', '-subj', '/CN=authority', '-days', '2');
    for (const name of ['server', 'client']) {
      writeFileSync(
        path.join(folder, `${name}.ext`),
        `subjectAltName=DNS:${name === 'server' ? 'orders.test' : 'client.test'}`,
      );
      openssl('req', ...key(name), '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.crt`,
        '-days',
        '2',
        '-extfile',
        `${name}.ext`,
      );
    }
    const pair = (name: string) => ({ cert: read(`${name}.crt`), key: read(`${name}.key`) });
    return { ca: read('ca.crt'), server: pair('server'), client: pair('client') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
