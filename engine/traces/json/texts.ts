/** Longer texts are seldom said twice. */
const LONGEST = 48;
/** A power of two. */
const PLACES = 4_096;

/**
 * Texts that come again and again, by their bytes: names of spans and attributes, ids of steps. The same bytes give the same text, which is
 * made once and whose hash is known. A place holds the text that was asked for last.
 */
export class Texts {
  private readonly bytes = new Uint8Array(PLACES * LONGEST);
  private readonly lengths = new Uint8Array(PLACES);
  private readonly texts: string[] = Array.from({ length: PLACES }, () => '');

  /** What stands from `from` to `to`, in UTF-8 without escapes; null: it has one, so it has to be read as JSON. */
  get(data: Buffer, from: number, to: number): string | null {
    const length = to - from;
    if (length > LONGEST) return hasEscape(data, from, to) ? null : data.toString('utf8', from, to);
    let hash = length;
    for (let at = from; at < to; at++) {
      const byte = data[at] ?? 0;
      if (byte === 0x5c) return null;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    return this.isThere(data, from, length, place) ? (this.texts[place] ?? '') : this.put(data, from, length, place);
  }

  private isThere(data: Buffer, from: number, length: number, place: number): boolean {
    if (this.lengths[place] !== length) return false;
    const first = place * LONGEST;
    for (let at = 0; at < length; at++) if (this.bytes[first + at] !== data[from + at]) return false;
    return true;
  }

  private put(data: Buffer, from: number, length: number, place: number): string {
    const text = data.toString('utf8', from, from + length);
    this.bytes.set(data.subarray(from, from + length), place * LONGEST);
    this.lengths[place] = length;
    this.texts[place] = text;
    return text;
  }
}

function hasEscape(data: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (data[at] === 0x5c) return true;
  return false;
}
