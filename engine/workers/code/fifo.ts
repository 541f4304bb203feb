/** First in, first out, whatever its length. */
export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  peek(): T | undefined {
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Before all others. */
  unshift(item: T): void {
    if (this.head === 0) this.items.unshift(item);
    else this.items[(this.head -= 1)] = item;
  }

  shift(): T | undefined {
    const item = this.items[this.head];
    if (this.head < this.items.length) this.head += 1;
    if (this.head > 1_024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  remove(item: T): boolean {
    const at = this.items.indexOf(item, this.head);
    if (at !== -1) this.items.splice(at, 1);
    return at !== -1;
  }

  /** All of it, which it then no longer holds. */
  drain(): readonly T[] {
    const all = this.items.slice(this.head);
    this.items = [];
    this.head = 0;
    return all;
  }
}
