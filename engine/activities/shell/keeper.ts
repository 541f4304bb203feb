import { StringDecoder } from 'node:string_decoder';

/** What a program writes: all of it up to a limit, of more the beginning and the end. */
export class Keeper {
  readonly #half: number;
  readonly #limit: number;
  readonly #head: Buffer[] = [];
  #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
    this.#half = Math.ceil(limit / 2);
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const room = Math.max(0, this.#half - this.#headBytes);
    const first = chunk.subarray(0, room);
    this.#head.push(first);
    this.#headBytes += first.length;
    this.#keepLast(chunk.subarray(first.length));
  }

  get isTooLong(): boolean {
    return this.#bytes > this.#limit;
  }

  /** All of it, where it is not too long. */
  bytes(): Buffer {
    return Buffer.concat([...this.#head, ...this.#lastOnes()]);
  }

  text(): string {
    if (!this.isTooLong) return this.bytes().toString();
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#lastOnes());
    const left = this.#bytes - head.length - tail.length;
    return `${wholeStart(head)}\n… ${left} bytes are left out here …\n${wholeEnd(tail)}`;
  }

  /** Chunks that the end no longer needs are let go now and then: not on each, which would cost the square of their number. */
  #keepLast(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    if (this.#tailBytes > 2 * this.#limit) {
      this.#tail = this.#lastOnes();
      this.#tailBytes = this.#tail.reduce((sum, { length }) => sum + length, 0);
    }
  }

  #lastOnes(): Buffer[] {
    const all = Buffer.concat(this.#tail);
    const room = this.#limit - this.#half;
    return [Buffer.from(all.subarray(Math.max(0, all.length - room)))];
  }
}

/** Without the part of a character at its end. */
const wholeStart = (bytes: Buffer): string => new StringDecoder('utf8').write(bytes);

/** Without the part of a character at its beginning. */
function wholeEnd(bytes: Buffer): string {
  let from = 0;
  while (from < 3 && from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
  return bytes.subarray(from).toString();
}

/** Tells of each line that ends; what is very long is told in part. */
export function linesOf(tell: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) tell(line);
  };
}

const LONGEST_LINE = 10_000;
