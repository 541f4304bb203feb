import path from 'node:path';
import type { DemoStatus, ShopFaults } from '../../contract/types.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { makeFolder } from '../../node/index.ts';
import { type ShopProcess, startShop } from './shop-process.ts';

export type DemoOutcome =
  | { readonly kind: 'ok'; readonly status: DemoStatus }
  | { readonly kind: 'refused' | 'environment'; readonly message: string };

/** What is undefined stays as it is. */
type FaultsChange = { readonly [K in keyof ShopFaults]?: ShopFaults[K] | undefined };

/** The example's shop: one process at most, started and stopped from the app, gone when the app is. */
export class Demo {
  readonly #script: string | null;
  readonly #database: string;
  #shop: Promise<ShopProcess> | null = null;
  #running: ShopProcess | null = null;

  /** `script` null: the examples are not installed. */
  constructor(script: string | null, workspace: string) {
    this.#script = script;
    this.#database = path.join(workspace, '.sagaloom', 'shop.db');
  }

  /** Null while it does not run. */
  get url(): string | null {
    return this.#running?.url ?? null;
  }

  get pid(): number | null {
    return this.#running?.pid ?? null;
  }

  async status(): Promise<DemoStatus> {
    const shop = this.#running;
    const stopped: DemoStatus = {
      available: this.#script !== null,
      running: false,
      url: null,
      books: null,
      faults: null,
    };
    if (shop === null) return stopped;
    const [books, faults] = await Promise.all([shop.get('/books'), shop.get('/faults')]);
    return { available: true, running: true, url: shop.url, books: objectOrNull(books), faults: readFaults(faults) };
  }

  async start(): Promise<DemoOutcome> {
    const script = this.#script;
    if (script === null)
      return { kind: 'refused', message: 'The examples are not installed here, so there is no shop to start.' };
    try {
      this.#shop ??= this.#spawn(script);
      await this.#shop;
    } catch (error) {
      this.#shop = null;
      return {
        kind: 'environment',
        message: `The shop did not start: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
    return this.#ok();
  }

  async stop(): Promise<DemoOutcome> {
    const shop = await this.#shop?.catch(() => null);
    await shop?.stop();
    return this.#ok();
  }

  async setFaults(change: FaultsChange): Promise<DemoOutcome> {
    const shop = this.#running;
    if (shop === null) return { kind: 'refused', message: 'The shop does not run; start it first.' };
    await shop.put('/faults', change);
    return this.#ok();
  }

  async #ok(): Promise<DemoOutcome> {
    return { kind: 'ok', status: await this.status() };
  }

  async #spawn(script: string): Promise<ShopProcess> {
    makeFolder(path.dirname(this.#database));
    const shop = await startShop(script, this.#database);
    this.#running = shop;
    void shop.exited.then(() => {
      this.#running = null;
      this.#shop = null;
    });
    return shop;
  }
}

const objectOrNull = (value: Json): JsonObject | null => (isObject(value) ? value : null);

function readFaults(value: Json): ShopFaults | null {
  if (!isObject(value)) return null;
  const { decline, outage, delayMs } = value;
  return { decline: decline === true, outage: outage === true, delayMs: typeof delayMs === 'number' ? delayMs : 0 };
}
