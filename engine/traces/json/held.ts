/**
 * What is left of a piece, and the next piece after it, in one. The memory is used again for every piece: whoever keeps something of it
 * copies.
 */
export class Held {
  rest: Buffer = Buffer.alloc(0);
  private memory: Buffer = this.rest;

  with(chunk: Buffer): Buffer {
    const { length } = this.rest;
    if (length === 0) return chunk;
    if (length + chunk.length > this.memory.length) this.grow(length + chunk.length);
    chunk.copy(this.memory, length);
    return this.memory.subarray(0, length + chunk.length);
  }

  /** What is left: of the piece itself, or of what `with` gave. */
  keep(rest: Buffer): void {
    const { memory } = this;
    const isThere = rest.buffer === memory.buffer && rest.byteOffset === memory.byteOffset;
    if (!isThere) {
      if (rest.length > memory.length) this.memory = Buffer.allocUnsafeSlow(rest.length);
      rest.copy(this.memory);
    }
    this.rest = this.memory.subarray(0, rest.length);
  }

  private grow(least: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(least, this.memory.length * 2));
    this.rest.copy(grown);
    this.memory = grown;
  }
}
