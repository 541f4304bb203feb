import type { Json, JsonObject } from '@sagaloom/engine/core';
import type { Draft } from '../../document/index.ts';

export type BenchShape = 'mixed' | 'flat';

/**
 * A definition of so many steps, the same each time. `mixed`: phases that are sagas, parallels, maps and tries, with choices between
 * them, as large processes are drawn. `flat`: all steps in one block, a chain with branches that come together again.
 */
export function bigDefinition(count: number, shape: BenchShape): Draft {
  const maker = new Maker();
  const block = shape === 'flat' ? maker.row(count, 0.12) : maker.phases(count);
  return { format: 'sagaloom/v1', name: `bench-${shape}-${count}`, config, variables, ...block };
}

const config = { URL: { type: 'string', default: 'http://127.0.0.1:4000' } };
const variables = { total: 0 };

interface Block extends Record<string, Json> {
  readonly start: string;
  readonly steps: Record<string, JsonObject>;
}

const activities = ['http', 'log', 'payments.charge', 'stock.reserve', 'mail.send'];
const verbs = ['Check', 'Reserve', 'Charge', 'Ship', 'Notify', 'Price', 'Book', 'Confirm', 'Archive', 'Score'];
const nouns = ['order', 'stock', 'payment', 'parcel', 'customer', 'invoice', 'seat', 'claim', 'quote', 'account'];

/** Makes steps by the same dice each time. */
class Maker {
  #made = 0;
  #seed = 42;
  /** Branches share variables, and may not set them. */
  #isShared = false;

  #random(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.#seed / 2_147_483_648;
  }

  #upTo(most: number): number {
    return Math.floor(this.#random() * most);
  }

  #pick(list: readonly string[]): string {
    return list[this.#upTo(list.length)] ?? '';
  }

  #fresh(stem: string): string {
    this.#made += 1;
    return `${stem}${this.#made}`;
  }

  /** A step that does one thing. */
  #leaf(undoShare: number): JsonObject {
    const name = `${this.#pick(verbs)} ${this.#pick(nouns)} ${this.#made}`;
    const kind = this.#random();
    if (kind < 0.06) return { type: 'wait', name, for: '5m' };
    if (kind < 0.1 && !this.#isShared) return { type: 'set', name, assign: { total: '{% input.total + 1 %}' } };
    const undo =
      this.#random() < undoShare ? { compensate: { activity: 'http', with: { method: 'DELETE', url: '/x' } } } : {};
    const retry = this.#random() < 0.3 ? { retry: [{ errors: ['http'], maxAttempts: 1 + this.#upTo(5) }] } : {};
    const call = { method: 'POST', url: '{% config.URL & "/orders/" & vars.total %}' };
    return { type: 'task', name, activity: this.#pick(activities), with: call, ...retry, ...undo };
  }

  /** Steps one after the other; now and then a choice of two ways that meet again. */
  row(length: number, branching: number, undoShare = 0): Block {
    const steps: Record<string, JsonObject> = {};
    const end = this.#made + length;
    let open: readonly JsonObject[] = [];
    while (this.#made < end) {
      const isChoice = end - this.#made > 3 && this.#random() < branching;
      const added = isChoice ? this.#choice(undoShare) : this.#one(undoShare);
      for (const before of open) Object.assign(before, { next: Object.keys(added)[0] });
      Object.assign(steps, added);
      const last = Object.values(added);
      open = isChoice ? last.slice(1) : last;
    }
    return { start: Object.keys(steps)[0] ?? '', steps };
  }

  #one(undoShare: number): Record<string, JsonObject> {
    return { [this.#fresh('step')]: this.#leaf(undoShare) };
  }

  #choice(undoShare: number): Record<string, JsonObject> {
    const [choice, yes, no] = [this.#fresh('choice'), this.#fresh('yes'), this.#fresh('no')];
    const branches = [{ when: '{% input.ok %}', next: yes }];
    return {
      [choice]: { type: 'choice', name: 'In stock?', branches, otherwise: no },
      [yes]: this.#leaf(undoShare),
      [no]: this.#leaf(undoShare),
    };
  }

  #sharing<T>(make: () => T): T {
    this.#isShared = true;
    const made = make();
    this.#isShared = false;
    return made;
  }

  #parallel(branches: number, length: number): JsonObject {
    const rows = this.#sharing(() =>
      Array.from({ length: branches }, (_, index) => [`branch${this.#made}_${index}`, this.row(length, 0.08)] as const),
    );
    return { type: 'parallel', name: `All of ${this.#pick(nouns)}`, branches: Object.fromEntries(rows) };
  }

  #map(): JsonObject {
    const items = '{% input.items %}';
    return { type: 'map', name: 'Each item', items, ...this.#sharing(() => this.row(4 + this.#upTo(8), 0.1)) };
  }

  #phase(): JsonObject {
    const kind = this.#upTo(5);
    if (kind === 0)
      return { type: 'saga', name: `Place order ${this.#made}`, ...this.row(12 + this.#upTo(16), 0.08, 0.6) };
    if (kind === 1) return this.#parallel(3 + this.#upTo(4), 8 + this.#upTo(16));
    if (kind === 2) return this.#map();
    if (kind === 3)
      return { type: 'try', name: 'Best effort', ...this.row(8 + this.#upTo(12), 0.1), finally: this.row(2, 0) };
    const saga = this.row(10, 0, 0.6);
    const inner = this.#fresh('all');
    const last = Object.values(saga.steps).at(-1);
    if (last) Object.assign(last, { next: inner });
    saga.steps[inner] = this.#parallel(3, 6);
    return { type: 'saga', name: `Fulfil ${this.#made}`, ...saga };
  }

  /** One after the other, from the top down. */
  phases(count: number): Block {
    const top = this.row(Math.min(count, 2), 0);
    let open = Object.values(top.steps).at(-1);
    while (this.#made < count) {
      const id = this.#fresh('phase');
      const step = count - this.#made > 130 ? this.#phase() : this.#leaf(0);
      if (open) Object.assign(open, { next: id });
      top.steps[id] = step;
      open = step;
    }
    return top;
  }
}
