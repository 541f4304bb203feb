/**
 * The engine is killed with SIGKILL at random moments of the order saga, started again, and killed again. Each time the shop's
 * books and every history are looked at; in the end every order must have ended as it should, its effects there once or not at all.
 *
 * `SAGALOOM_KILLS` says how often (50), `SAGALOOM_SEED` plans a run again.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildIfStale } from '../../scripts/fresh.ts';
import type { Books, OrderRecord } from '../shop/books.ts';
import type { Call } from '../shop/calls.ts';
import { type RunningShop, startShop } from '../testing/processes.ts';
import { callFaults } from './effects-check.ts';
import { type EngineClient, type EngineFiles, startEngine } from './engine-process.ts';
import { historyFaults } from './history-check.ts';
import { type Histories, readHistories, rewritten } from './journal.ts';
import { orderFaults } from './order-check.ts';
import { type Random, seeded } from './random.ts';
import { orderInput, type ScenarioName, scenarios, someScenario } from './scenarios.ts';

const kills = Number(process.env['SAGALOOM_KILLS'] ?? 50);
const seed = Number(process.env['SAGALOOM_SEED'] ?? Date.now() % 1_000_000);

const ORDERS_PER_KILL = 3;
const LONGEST_LIFE_MS = 900;
const TO_THE_END_MS = 60_000;
const TIME_PER_KILL_MS = 10_000;

const document = readFileSync(path.join(import.meta.dirname, '..', 'order-saga', 'order.saga.json'), 'utf8');
const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-crash-'));

/** The engine gives its token to the page it serves and to nobody else, so there has to be one. */
beforeAll(async () => {
  const isBuilt = existsSync(path.join(import.meta.dirname, '..', '..', 'renderer', 'dist', 'index.html'));
  if (!isBuilt && !(await buildIfStale('renderer'))) throw new Error('the page cannot be built');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Trial {
  readonly orders = new Map<string, ScenarioName>();
  /** Orders whose start the engine acknowledged: they must be there after any crash. */
  readonly acknowledged = new Set<string>();
  histories: Histories = new Map();
  faults: string[] = [];
  readonly #shop: RunningShop;
  readonly #random: Random;

  constructor(shop: RunningShop, random: Random) {
    this.#shop = shop;
    this.#random = random;
  }

  get files(): EngineFiles {
    return { database: path.join(folder, 'runs.db'), workspace: folder, shopUrl: this.#shop.url };
  }

  /**
   * One life of the engine: some new orders, and a sudden death, now and then before it could say a word. Not the first one: it may die
   * before there is a database to look at.
   */
  async killOnce(): Promise<void> {
    const engine = startEngine(this.files);
    const life = new AbortController();
    const diesYoung = this.#random.between(1, 5) === 1 && this.orders.size > 0;
    if (!diesYoung) await this.#placeOrders(await engine.client, life.signal);
    await sleep(this.#random.between(0, LONGEST_LIFE_MS));
    life.abort();
    await engine.kill();
    await this.look();
  }

  async #placeOrders(client: EngineClient, life: AbortSignal): Promise<void> {
    const orders = Array.from({ length: ORDERS_PER_KILL }, () => this.#newOrder());
    await this.#shop.put('/faults', {
      orders: Object.fromEntries(orders.map(({ runId, name }) => [runId, scenarios[name].fault])),
    });
    for (const { runId, name } of orders) {
      const input = orderInput(runId, scenarios[name]);
      client.runs.start({ document, runId, input }).then(
        () => this.acknowledged.add(runId),
        (error: unknown) => {
          if (!life.aborted) this.faults.push(`${runId} was not started: ${String(error)}`); // else it was killed over it
        },
      );
    }
  }

  #newOrder() {
    const runId = `order-${this.orders.size + 1}`;
    const name = this.#random.oneOf(someScenario);
    this.orders.set(runId, name);
    return { runId, name };
  }

  /** What must hold at any moment at which no engine runs. */
  async look(): Promise<void> {
    const { histories, faults } = readHistories(this.files.database);
    const lost = [...this.acknowledged].filter((runId) => !histories.has(runId));
    const [books, calls] = await Promise.all([this.#shop.get<Books>('/books'), this.calls()]);
    this.faults.push(
      ...faults,
      ...lost.map((runId) => `${runId} was acknowledged and is not there`),
      ...rewritten(this.histories, histories),
      ...[...histories].flatMap(([runId, { program, events }]) =>
        historyFaults(program, events).map((fault) => `${runId}: ${fault}`),
      ),
      ...callFaults(
        [...histories.values()].map(({ events }) => events),
        calls,
      ),
      ...(books.balanced ? [] : ['the books do not balance']),
    );
    this.histories = histories;
  }

  /** The last life, in peace. */
  async finish(): Promise<void> {
    const engine = startEngine(this.files);
    const client = await engine.client;
    const deadline = Date.now() + TO_THE_END_MS;
    while ((await client.system.info()).openRuns > 0 && Date.now() < deadline) await sleep(100);
    await engine.kill();
    await this.look();
    for (const [runId, name] of this.orders) await this.#judge(runId, name);
  }

  async #judge(runId: string, name: ScenarioName): Promise<void> {
    const { items } = await this.#shop.get<{ items: OrderRecord[] }>(`/orders/${runId}`);
    const view = this.histories.get(runId)?.view;
    if (view !== undefined) {
      const judged = orderFaults(scenarios[name], view.status, items);
      this.faults.push(...judged.map((fault) => `${runId} (${name}): ${fault}`));
    } else if (items.length > 0) {
      this.faults.push(`${runId} never began and left something in the shop`);
    }
  }

  async calls(): Promise<readonly Call[]> {
    return (await this.#shop.get<{ items: Call[] }>('/calls')).items;
  }

  /** How many attempts were open when the engine died: the kills that hurt. */
  get lostAttempts(): number {
    const events = [...this.histories.values()].flatMap((history) => history.events);
    return events.filter((event) => event.type === 'AttemptFailed' && event.error.type === 'worker.lost').length;
  }

  get endings(): string {
    const statuses = [...this.histories.values()].map(({ view }) => view.status);
    const counts = Map.groupBy(statuses, (status) => status);
    return [...counts].map(([status, all]) => `${all.length} ${status}`).join(', ');
  }
}

test(
  `[AT2] [AT3] [AT5] [SG5] an engine killed ${kills} times loses nothing and does nothing twice`,
  async () => {
    console.log(`crash test: seed ${seed} (SAGALOOM_SEED=${seed} plans it again)`);
    const shop = await startShop(path.join(folder, 'shop.db'));
    const trial = new Trial(shop, seeded(seed));
    try {
      for (let kill = 1; kill <= kills; kill += 1) {
        await trial.killOnce();
        expect(trial.faults, `after kill ${kill}, seed ${seed}`).toEqual([]);
      }
      await trial.finish();
      const { histories, lostAttempts, endings } = trial;
      console.log(`${kills} kills, ${histories.size} orders (${endings}), ${lostAttempts} attempts lost in flight,`);
      console.log(`${(await trial.calls()).length} calls at the shop, seed ${seed}`);
      expect(trial.faults, `in the end, seed ${seed}`).toEqual([]);
      expect(lostAttempts, 'kills that struck an open attempt').toBeGreaterThan(kills / 10);
    } finally {
      await shop.stop();
    }
  },
  kills * TIME_PER_KILL_MS + TO_THE_END_MS,
);
