import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type BodyFormat, bodyFormats } from '../draft.ts';

/**
 * Spans' own bytes, one after another, as they came. Little endian words of 32 bits: spans, contexts; the rows of the contexts; where each
 * span's bytes end; its context, with its format in the highest byte. Then the bytes.
 */
export interface Bodies {
  /** Rows of contexts. */
  readonly rows: readonly number[];
  readonly bodies: readonly Uint8Array[];
  readonly formats: readonly BodyFormat[];
  /** Of each span, index into `rows`. */
  readonly contextOf: readonly number[];
}

const FORMAT_SHIFT = 24;
/** Place of `json` in `bodyFormats`. */
const JSON_BIT = 1 << FORMAT_SHIFT;
const CONTEXT_MASK = 0xffffff;

/** Of smaller ones, as requests of many traces bring them, packing takes longer than writing. */
const PACKED_FROM = 64 * 1024;
/** What zstd begins with; no block has so many spans. */
const PACKED = 0xfd2fb528;
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packed with zstd: it costs less than writing what it saves, some five sixths. */
export function encodeBodies(bodies: Bodies): Buffer {
  const plain = plainBodies(bodies);
  return plain.length < PACKED_FROM ? plain : zstdCompressSync(plain, packing);
}

function plainBodies({ rows, bodies, formats, contextOf }: Bodies): Buffer {
  const words = 2 + rows.length + bodies.length * 2;
  const length = bodies.reduce((sum, body) => sum + body.length, words * 4);
  const made = Buffer.allocUnsafe(length);
  const head = new Uint32Array(words);
  head.set([bodies.length, rows.length, ...rows]);
  let at = words * 4;
  for (let index = 0; index < bodies.length; index++) {
    const body = bodies[index];
    if (body === undefined) continue;
    made.set(body, at);
    at += body.length;
    head[2 + rows.length + index] = at;
    head[2 + rows.length + bodies.length + index] =
      (contextOf[index] ?? 0) | (formats[index] === 'json' ? JSON_BIT : 0);
  }
  made.set(new Uint8Array(head.buffer), 0);
  return made;
}

export interface Body {
  readonly bytes: Buffer;
  readonly format: BodyFormat;
  /** Row of its context. */
  readonly context: number;
}

export interface ReadBodies {
  readonly count: number;
  at(index: number): Body;
}

export function readBodies(stored: Buffer): ReadBodies {
  const blob = stored.readUInt32LE(0) === PACKED ? zstdDecompressSync(stored) : stored;
  const count = blob.readUInt32LE(0);
  const contexts = blob.readUInt32LE(4);
  const ends = 8 + contexts * 4;
  const details = ends + count * 4;
  const first = details + count * 4;
  return {
    count,
    at(index) {
      const from = index === 0 ? first : blob.readUInt32LE(ends + (index - 1) * 4);
      const detail = blob.readUInt32LE(details + index * 4);
      return {
        bytes: blob.subarray(from, blob.readUInt32LE(ends + index * 4)),
        format: bodyFormats[detail >>> FORMAT_SHIFT] ?? 'json',
        context: blob.readUInt32LE(8 + (detail & CONTEXT_MASK) * 4),
      };
    },
  };
}
