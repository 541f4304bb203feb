import { z } from 'zod';

const faultSchema = z.strictObject({
  /** Payments and deposits are answered with 402. */
  decline: z.boolean().exactOptional(),
  /** Shipments are answered with 503, and nothing is done. */
  outage: z.boolean().exactOptional(),
  /** Shipments are made, and then answered with 503: only an undo or another try can tell. */
  lateFailure: z.boolean().exactOptional(),
  /** Undoing is answered with 503, and nothing is undone. */
  undoOutage: z.boolean().exactOptional(),
  /** Each answer takes this long: half of it before the work, half after. */
  delayMs: z.int().min(0).max(60_000).exactOptional(),
});

export type Fault = Required<z.infer<typeof faultSchema>>;

/** Some, none or all of the switches; `orders` sets them for single orders, by their id. */
export const faultsChangeSchema = faultSchema.extend({ orders: z.record(z.string(), faultSchema).exactOptional() });

type FaultsChange = z.infer<typeof faultsChangeSchema>;

const none: Fault = { decline: false, outage: false, lateFailure: false, undoOutage: false, delayMs: 0 };

/** What goes wrong on purpose. Kept in memory: a shop that is started again is a healthy one. */
export class Faults {
  #all: Fault = none;
  #orders = new Map<string, Partial<Fault>>();

  change({ orders = {}, ...all }: FaultsChange): void {
    this.#all = { ...this.#all, ...all };
    for (const [order, fault] of Object.entries(orders)) this.#orders.set(order, fault);
  }

  clear(): void {
    this.#all = none;
    this.#orders.clear();
  }

  /** For this order, or for all. */
  of(order: string | undefined): Fault {
    return { ...this.#all, ...(order === undefined ? {} : this.#orders.get(order)) };
  }

  toJSON(): Fault & { readonly orders?: Readonly<Record<string, Partial<Fault>>> } {
    return this.#orders.size === 0 ? this.#all : { ...this.#all, orders: Object.fromEntries(this.#orders) };
  }
}
