import { Metadata, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import type { SpanRecord } from '../../../contract/types.ts';
import { spansIn } from './collector.ts';
import { decodeRequest, encodeMessage } from './otlp-proto.ts';

export type GrpcAnswer =
  | { readonly kind: 'taken'; readonly partial?: { readonly rejected: number; readonly errorMessage: string } }
  | { readonly kind: 'failed'; readonly code: number; readonly message: string; readonly retryMs?: number };

/** A collector of OTLP/gRPC. */
export async function grpcCollector() {
  const server = new Server();
  const kept: SpanRecord[] = [];
  const came: { readonly spans: readonly SpanRecord[]; readonly headers: Readonly<Record<string, unknown>> }[] = [];
  const self = { answer: (_spans: readonly SpanRecord[]): GrpcAnswer => ({ kind: 'taken' }) };
  const take = (
    call: { readonly request: Buffer; readonly metadata: Metadata },
    done: (error: Partial<ServiceError> | null, answer?: Buffer) => void,
  ): void => {
    const spans = spansIn(decodeRequest('traces', call.request));
    came.push({ spans, headers: call.metadata.getMap() });
    const answer = self.answer(spans);
    if (answer.kind === 'failed') return done(failure(answer));
    kept.push(...spans.slice(answer.partial?.rejected ?? 0));
    done(null, answer.partial ? encodeMessage('Answer', { partialSuccess: answer.partial }) : Buffer.alloc(0));
  };
  const same = (bytes: Buffer): Buffer => bytes;
  server.addService(
    {
      export: {
        path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
        requestStream: false,
        responseStream: false,
        requestSerialize: same,
        requestDeserialize: same,
        responseSerialize: same,
        responseDeserialize: same,
      },
    },
    { export: take },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return Object.assign(self, {
    url: `http://127.0.0.1:${port}`,
    came,
    spans: (): readonly SpanRecord[] => kept,
    close: (): void => server.forceShutdown(),
  });
}

function failure({ code, message, retryMs }: Extract<GrpcAnswer, { kind: 'failed' }>): Partial<ServiceError> {
  const metadata = new Metadata();
  if (retryMs !== undefined) {
    const delay = { seconds: Math.floor(retryMs / 1_000), nanos: (retryMs % 1_000) * 1e6 };
    const value = encodeMessage('RetryInfo', { retryDelay: delay });
    const details = [{ typeUrl: 'type.googleapis.com/google.rpc.RetryInfo', value }];
    metadata.set('grpc-status-details-bin', encodeMessage('RpcStatus', { code, message, details }));
  }
  return { code, details: message, metadata };
}
