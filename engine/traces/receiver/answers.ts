import type { BodyFormat } from '../draft.ts';

/** What a sender is told, in the encoding it speaks. */
export interface Answer {
  readonly status: number;
  readonly format: BodyFormat;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** All of it is kept, but for what could not be (`partial_success`). */
export function accepted(format: BodyFormat, refused: number, why: string | null): Answer {
  const isWhole = refused === 0;
  if (format === 'json') {
    const partialSuccess = { rejectedSpans: String(refused), errorMessage: why ?? '' };
    return { status: 200, format, body: Buffer.from(JSON.stringify(isWhole ? {} : { partialSuccess })) };
  }
  const partial = Buffer.concat([Buffer.from([0x08]), varint(refused), text(2, why ?? '')]);
  return {
    status: 200,
    format,
    body: isWhole ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a]), varint(partial.length), partial]),
  };
}

/** A `google.rpc.Status`. Its code is that of gRPC that stands for the same. */
export function refused(format: BodyFormat, status: number, message: string, headers: Answer['headers'] = {}): Answer {
  const code = grpcCodes[status] ?? 13;
  const body =
    format === 'json'
      ? Buffer.from(JSON.stringify({ code, message }))
      : Buffer.concat([Buffer.from([0x08]), varint(code), text(2, message)]);
  return { status, format, body, headers };
}

/** INVALID_ARGUMENT, PERMISSION_DENIED, NOT_FOUND, RESOURCE_EXHAUSTED, UNAVAILABLE; else INTERNAL. */
const grpcCodes: Readonly<Record<number, number>> = { 400: 3, 403: 7, 404: 5, 405: 12, 413: 8, 415: 3, 503: 14 };

function text(field: number, value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(field << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
