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
const CONTEXT_MASK = 0xffffff;

export function encodeBodies({ rows, bodies, formats, contextOf }: Bodies): Buffer {
  const words = 2 + rows.length + bodies.length * 2;
  const length = bodies.reduce((sum, body) => sum + body.length, words * 4);
  const made = Buffer.allocUnsafe(length);
  const head = new Uint32Array(words);
  head.set([bodies.length, rows.length, ...rows]);
  let at = words * 4;
  for (const [index, body] of bodies.entries()) {
    made.set(body, at);
    at += body.length;
    head[2 + rows.length + index] = at;
    const format = bodyFormats.indexOf(formats[index] ?? 'json');
    head[2 + rows.length + bodies.length + index] = (contextOf[index] ?? 0) | (format << FORMAT_SHIFT);
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

export function readBodies(blob: Buffer): ReadBodies {
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
