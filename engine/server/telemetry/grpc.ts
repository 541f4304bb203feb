import { readFileSync } from 'node:fs';
import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import {
  createEmptyMetadata,
  createInsecureCredentials,
  createOtlpGrpcExportDelegate,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
import type { IExporterMetricsHelper } from '@opentelemetry/otlp-transformer';
import type { Sender, Sent } from '../../telemetry/out/sending.ts';
import type { Target } from '../../telemetry/out/settings.ts';
import type { Answer, Requests } from './requests.ts';
import { retryDelayOf } from './retry-info.ts';
import { takenAs } from './taken.ts';

type OtlpTarget = Extract<Target, { kind: 'otlp' }>;

/** By gRPC's numbers, those that OTLP lets a client send again. */
const again: ReadonlySet<number> = new Set([1, 4, 10, 11, 14, 15]);
const RESOURCE_EXHAUSTED = 8;

/** OTLP/gRPC, by OpenTelemetry's own exporter: one request at a time; what a collector refused is read from its answer. */
export function grpcSender<T>(target: OtlpTarget, requests: Requests<T>, userAgent: string): Sender<T> {
  let answer: Answer | null = null;
  const serializer = {
    serializeRequest: (items: readonly T[]) => requests.encode(items),
    deserializeResponse(body: Uint8Array) {
      answer = requests.decode(body);
      return {};
    },
  };
  const delegate: IOtlpExportDelegate<readonly T[]> = createOtlpGrpcExportDelegate(
    {
      url: URL.parse(target.url)?.host ?? target.url,
      metadata: () => metadataOf(target),
      credentials: credentialsOf(target),
      timeoutMillis: target.timeoutMs,
      concurrencyLimit: 1,
      compression: target.compression,
      userAgent,
    },
    serializer,
    `sagaloom_${requests.signal}`,
    helper,
    undefined,
    requests.service.split('/')[1] ?? '',
    requests.service,
  );
  return {
    send: (items) =>
      new Promise((resolve) => {
        answer = { refused: 0, message: null };
        try {
          delegate.export(items, ({ error }) =>
            resolve(error === undefined ? takenAs(answer, target.url) : failedBy(error, target)),
          );
        } catch (error) {
          resolve(failedBy(error, target));
        }
      }),
    close: () => delegate.shutdown(),
  };
}

/** Its own metrics are not asked for. */
const helper: IExporterMetricsHelper<readonly unknown[]> = { name: 'span', countItems: (items) => items.length };

function metadataOf({ headers }: OtlpTarget) {
  const metadata = createEmptyMetadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name.toLowerCase(), value);
  return metadata;
}

/** A file that is not there is said where the sender is made. */
function credentialsOf({ url, certificate, clientKey, clientCertificate }: OtlpTarget) {
  if (URL.parse(url)?.protocol !== 'https:') return () => createInsecureCredentials();
  const read = (file: string | null) => (file === null ? undefined : readFileSync(file));
  const [root, key, chain] = [read(certificate), read(clientKey), read(clientCertificate)];
  return () => createSslCredentials(root, key, chain);
}

function failedBy(error: unknown, { url }: OtlpTarget): Sent {
  const code = numberIn(error, 'code');
  const why = `${url} answered ${error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : String(error)}.`;
  const afterMs = retryDelayOf(error);
  if (code === RESOURCE_EXHAUSTED && afterMs === null) return { kind: 'tooLarge', why };
  const isAgain = code === null || again.has(code) || code === RESOURCE_EXHAUSTED;
  return isAgain ? { kind: 'later', afterMs, why } : { kind: 'refused', why };
}

function numberIn(error: unknown, name: string): number | null {
  if (typeof error !== 'object' || error === null || !(name in error)) return null;
  const value = (error as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'number' ? value : null;
}
