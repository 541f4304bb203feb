/** Bytes of Protocol Buffers, piece by piece. Integers are read as bigint: a number would not hold those of 64 bits. */

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const FIXED32 = 5;

/** The bytes are no message. */
export class WireError extends Error {}

export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
    this.#at = 0;
  }

  get isDone(): boolean {
    return this.#at >= this.#end;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#take(1)] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('a number goes on for more than 10 bytes');
  }

  fixed32(): DataView {
    return this.#part(4);
  }

  fixed64(): DataView {
    return this.#part(8);
  }

  bytes(): Uint8Array {
    const length = Number(this.varint());
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** The number of the field and how it is written. */
  tag(): { readonly id: number; readonly wire: number } {
    const tag = Number(this.varint());
    const [id, wire] = [Math.floor(tag / 8), tag % 8];
    if (id < 1 || id > 0x1f_ff_ff_ff) throw new WireError(`there is no field ${id}`);
    return { id, wire };
  }

  skip(wire: number, id: number, depth = 0): void {
    if (depth > 100) throw new WireError('groups are nested too deep');
    if (wire === VARINT) this.varint();
    else if (wire === FIXED64) this.#take(8);
    else if (wire === FIXED32) this.#take(4);
    else if (wire === BYTES) this.bytes();
    else if (wire === START_GROUP) this.#skipGroup(id, depth);
    else throw new WireError(`field ${id} is written in a way that does not exist (${wire})`);
  }

  /** The bytes of a group, which its end is taken off. */
  group(id: number): Uint8Array {
    const start = this.#at;
    const end = this.#skipGroup(id, 0);
    return this.#bytes.subarray(start, end);
  }

  #skipGroup(id: number, depth: number): number {
    for (;;) {
      const before = this.#at;
      const inner = this.tag();
      if (inner.wire === END_GROUP) {
        if (inner.id !== id) throw new WireError(`the group of field ${id} ends as another`);
        return before;
      }
      this.skip(inner.wire, inner.id, depth + 1);
    }
  }

  #part(length: number): DataView {
    const at = this.#take(length);
    return new DataView(this.#view.buffer, this.#view.byteOffset + at, length);
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#end) throw new WireError('it breaks off');
    this.#at += length;
    return at;
  }
}

export class WireWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  varint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.#byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  tag(id: number, wire: number): void {
    this.varint(BigInt(id) * 8n + BigInt(wire));
  }

  bytes(bytes: Uint8Array): void {
    this.varint(BigInt(bytes.length));
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #byte(byte: number): void {
    this.#grow(1);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  #grow(by: number): void {
    const needed = this.#length + by;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
