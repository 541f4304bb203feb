import type { Change } from './disk.ts';

/** The bytes of a file, which grows. */
export class Content {
  private room: Buffer;
  private size: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.room = Buffer.from(bytes);
    this.size = bytes.length;
  }

  get bytes(): Buffer {
    return this.room.subarray(0, this.size);
  }

  copy(): Content {
    return new Content(this.bytes);
  }

  /** Applies them in order; none is left. */
  take(changes: readonly Change[]): [] {
    for (const change of changes) {
      if (change.kind === 'written') this.write(change.at, change.data);
      else this.resize(change.size);
    }
    return [];
  }

  private write(at: number, data: Buffer): void {
    if (at + data.length > this.size) this.resize(at + data.length);
    data.copy(this.room, at);
  }

  /** What is added is zero. */
  private resize(size: number): void {
    if (size > this.room.length) {
      const room = Buffer.alloc(Math.max(size, 2 * this.room.length));
      this.bytes.copy(room);
      this.room = room;
    }
    if (size < this.size) this.room.fill(0, size, this.size);
    this.size = size;
  }
}
