import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type BodyFormat, bodyFormats } from '../draft.ts';

/**
 * Spans' own bytes, one after another, as they came. Little endian words of 32 bits: spans, contexts; the rows of the contexts; where each
 * span's bytes end; its context, with its format in the highest byte. Then the bytes.
 */
export interface Bodies {
  /** Rows of contexts. */
  readonly rows: readonly number[];
  readonly bytes: BodyBytes;
  readonly formats: readonly BodyFormat[];
  /** Of each span, index into `rows`. */
  readonly contextOf: readonly number[];
}

const FIRST_BYTES = 4 * 1024;
/** Larger ones are not kept for the next. */
const LARGEST_KEPT = 32 * 1024 * 1024;

/** Memory that was used before: some MB that are fresh cost more, page by page, than what is written there. */
class Kept {
  private buffer: Buffer | null = null;

  take(least: number): Buffer {
    const found = this.buffer;
    if (found === null || found.length < least) return Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(least)));
    this.buffer = null;
    return found;
  }

  give(buffer: Buffer): void {
    if (buffer.length <= LARGEST_KEPT && buffer.length > (this.buffer?.length ?? 0)) this.buffer = buffer;
  }
}

const kept = { growing: new Kept(), plain: new Kept() };

/** What spans are made of, copied while it is at hand: what it came in can be let go, and is not read once more when it is cold. */
export class BodyBytes {
  /** Where each ends. */
  readonly ends: number[] = [];
  private bytes = kept.growing.take(FIRST_BYTES);
  private length = 0;

  add(body: Uint8Array): void {
    const end = this.length + body.length;
    if (end > this.bytes.length) this.grow(end);
    this.bytes.set(body, this.length);
    this.length = end;
    this.ends.push(end);
  }

  get all(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** No more is asked of it. */
  release(): void {
    kept.growing.give(this.bytes);
    this.bytes = Buffer.alloc(0);
    this.length = 0;
  }

  drop(places: ReadonlySet<number>): void {
    let from = 0;
    let count = 0;
    this.length = 0;
    for (const [place, end] of this.ends.entries()) {
      if (!places.has(place)) {
        this.bytes.copyWithin(this.length, from, end);
        this.length += end - from;
        this.ends[count++] = this.length;
      }
      from = end;
    }
    this.ends.length = count;
  }

  private grow(least: number): void {
    const before = this.bytes;
    this.bytes = Buffer.allocUnsafeSlow(Math.max(least, before.length * 2));
    this.bytes.set(before.subarray(0, this.length));
  }
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
  const { rows, bytes } = bodies;
  const first = (2 + rows.length + bytes.ends.length * 2) * 4;
  const length = first + bytes.all.length;
  const plain = kept.plain.take(length);
  putHead(plain, first, bodies);
  plain.set(bytes.all, first);
  const whole = plain.subarray(0, length);
  const made = length < PACKED_FROM ? Buffer.from(whole) : zstdCompressSync(whole, packing);
  kept.plain.give(plain);
  return made;
}

function putHead(plain: Buffer, first: number, { rows, bytes: { ends }, formats, contextOf }: Bodies): void {
  const head = new Uint32Array(first / 4);
  const count = ends.length;
  head.set([count, rows.length, ...rows]);
  for (let index = 0; index < count; index++) {
    head[2 + rows.length + index] = first + (ends[index] ?? 0);
    head[2 + rows.length + count + index] = (contextOf[index] ?? 0) | (formats[index] === 'json' ? JSON_BIT : 0);
  }
  plain.set(new Uint8Array(head.buffer), 0);
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
