import { Metadata } from '@grpc/grpc-js';
import protobuf from 'protobufjs/minimal.js';

/** `google.rpc.Status` in the trailer of a gRPC error. */
const TRAILER = 'grpc-status-details-bin';
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

/** After how many ms a gRPC server wants to be asked again (`google.rpc.RetryInfo`); null: it did not say. */
export function retryDelayOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('metadata' in error) || !(error.metadata instanceof Metadata)) return null;
  const [bytes] = error.metadata.get(TRAILER);
  if (!(bytes instanceof Uint8Array)) return null;
  try {
    for (const any of fieldsOf(bytes).get(3) ?? []) {
      const parts = fieldsOf(any);
      const name = new TextDecoder().decode(parts.get(1)?.[0]);
      const info = parts.get(2)?.[0];
      if (name === RETRY_INFO && info) return durationOf(fieldsOf(info).get(1)?.[0] ?? new Uint8Array());
    }
  } catch {
    return null; // not what it says it is
  }
  return null;
}

/** Fields with a length, by their numbers. */
function fieldsOf(bytes: Uint8Array): ReadonlyMap<number, readonly Uint8Array[]> {
  const reader = protobuf.Reader.create(bytes);
  const fields = new Map<number, Uint8Array[]>();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const found = fields.get(tag >>> 3) ?? [];
    if ((tag & 7) === 2) fields.set(tag >>> 3, [...found, reader.bytes()]);
    else reader.skipType(tag & 7);
  }
  return fields;
}

/** `google.protobuf.Duration`. */
function durationOf(bytes: Uint8Array): number {
  const reader = protobuf.Reader.create(bytes);
  let ms = 0;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 8) ms += Number(reader.int64()) * 1_000;
    else if (tag === 16) ms += reader.int32() / 1e6;
    else reader.skipType(tag & 7);
  }
  return Math.max(0, ms);
}
