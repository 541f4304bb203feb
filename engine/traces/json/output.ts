/** Fewer are copied here faster than by a call. */
const FEW = 64;

/** Bytes that are put together, in memory that is used again. */
export class Output {
  length = 0;
  private bytes: Buffer = Buffer.allocUnsafeSlow(16 * 1024);

  /** Good until the next is put together. */
  get all(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  put(data: Buffer, from: number, to: number): void {
    this.reserve(to - from);
    if (to - from > FEW) data.copy(this.bytes, this.length, from, to);
    else for (let at = from, into = this.length; at < to; at++, into++) this.bytes[into] = data[at] ?? 0;
    this.length += to - from;
  }

  /** Of letters of ASCII. */
  text(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, 'latin1');
  }

  private reserve(more: number): void {
    const least = this.length + more;
    if (least <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(least, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
