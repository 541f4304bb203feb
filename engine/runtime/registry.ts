/**
 * What comes and goes all the time, by name. A `Map` alone would do, but for this: each time V8 makes the table of a map anew, the old
 * table goes on pointing at the new one. Once a table has grown old, the collector that looks at young objects only takes all tables
 * after it for alive, with all that was in them: under load three runs in four that had ended were kept until a full collection. Here
 * those tables hold numbers, and what is gone is let go of at once.
 */
export class Registry<T> {
  private readonly places = new Map<string, number>();
  private readonly items: (T | null)[] = [];
  private readonly free: number[] = [];

  get size(): number {
    return this.places.size;
  }

  get(name: string): T | undefined {
    const place = this.places.get(name);
    return place === undefined ? undefined : (this.items[place] ?? undefined);
  }

  set(name: string, item: T): void {
    const place = this.places.get(name) ?? this.free.pop() ?? this.items.length;
    this.places.set(name, place);
    this.items[place] = item;
  }

  /** Whether it was there. */
  delete(name: string): boolean {
    const place = this.places.get(name);
    if (place === undefined) return false;
    this.places.delete(name);
    this.items[place] = null;
    this.free.push(place);
    return true;
  }

  clear(): void {
    this.places.clear();
    this.items.length = 0;
    this.free.length = 0;
  }

  /** In the order in which they came. */
  all(): readonly T[] {
    return Array.from(this.places.values(), (place) => this.items[place] ?? null).filter((item) => item !== null);
  }
}
