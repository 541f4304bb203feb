import { Malformed } from '../draft.ts';

/**
 * Reads the wire format of protobuf. Whoever reads a message goes `while (reader.next(end))`, looks at `field`, and reads or skips. A reader
 * never goes beyond its end: what is cut short, or says it is longer than what holds it, is `Malformed`.
 */
export class WireReader {
  readonly bytes: Buffer;
  at = 0;
  /** Of the field it is at. */
  field = 0;
  wire = 0;
  /** The halves of the last number of 64 bits, unsigned. */
  low = 0;
  high = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** To the next field of a message that ends at `end`; false at its end. */
  next(end: number): boolean {
    if (this.at >= end) return false;
    const tag = this.varint(end);
    this.field = tag >>> 3;
    this.wire = tag & 7;
    if (this.field === 0) throw this.wrong('field number 0');
    return true;
  }

  /** Up to 32 bits; of longer ones the low half. */
  varint(end: number): number {
    const first = this.bytes[this.at];
    if (this.at < end && first !== undefined && first < 0x80) {
      this.at++;
      this.high = 0;
      return first;
    }
    this.varint64(end);
    return this.low;
  }

  varint64(end: number): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= end) throw this.wrong('a number is cut short');
      const byte = this.bytes[this.at++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= bits << 31;
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw this.wrong('a number is longer than 64 bits');
  }

  fixed64(end: number): void {
    if (this.at + 8 > end) throw this.wrong('a number is cut short');
    this.low = this.bytes.readUInt32LE(this.at);
    this.high = this.bytes.readUInt32LE(this.at + 4);
    this.at += 8;
  }

  fixed32(end: number): number {
    if (this.at + 4 > end) throw this.wrong('a number is cut short');
    this.at += 4;
    return this.bytes.readUInt32LE(this.at - 4);
  }

  double(end: number): number {
    this.fixed64(end);
    return this.bytes.readDoubleLE(this.at - 8);
  }

  /** Where what follows ends: a text, bytes or a message. It begins `at`. */
  length(end: number): number {
    const length = this.varint(end);
    const to = this.at + length;
    if (to > end || this.high !== 0) throw this.wrong('something is longer than what holds it');
    return to;
  }

  text(end: number): string {
    const to = this.length(end);
    const from = this.at;
    this.at = to;
    return from === to ? '' : this.bytes.toString('utf8', from, to);
  }

  /** Fields nobody knows, and those of another kind than they should be. */
  skip(end: number): void {
    switch (this.wire) {
      case 0:
        return this.varint64(end);
      case 1:
        return this.fixed64(end);
      case 2:
        this.at = this.length(end);
        return;
      case 5:
        this.fixed32(end);
        return;
      default:
        throw this.wrong(`field ${this.field} is of no known kind`);
    }
  }

  /** Must be of this kind. */
  expect(wire: number): void {
    if (this.wire !== wire) throw this.wrong(`field ${this.field} is of another kind than it should be`);
  }

  wrong(what: string): Malformed {
    return new Malformed(`This is no OTLP request: ${what}, at byte ${this.at}.`);
  }
}
