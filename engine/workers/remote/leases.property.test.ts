import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import type { Task } from '../client/protocol.ts';
import { type Begun, type Desk, openDesk, tick } from './testing/held-engine.ts';

/** Workers that poll, beat, answer, fall silent and die as it pleases chance; and an engine that gives attempts up and tries again. */

const ITEMS = 12;
const CONCURRENCY = 3;
const IN_QUEUE = 5;
const LEASE_SECONDS = 2;

interface Worker {
  readonly id: string;
  session: string;
  isAlive: boolean;
  tasks: Task[];
}

interface Item {
  readonly n: number;
  attempt: number;
  now: Begun;
  accepted: Json[];
  cancelled: boolean;
}

const ops = fc.array(
  fc.record({
    do: fc.constantFrom(
      'poll',
      'hangUp',
      'beat',
      'complete',
      'again',
      'fail',
      'die',
      'return',
      'pass',
      'leave',
      'cancel',
      'giveUp',
    ),
    who: fc.nat(3),
    which: fc.nat(ITEMS - 1),
    ms: fc.integer({ min: 1, max: 2_500 }),
  }),
  { minLength: 20, maxLength: 120 },
);

class Play {
  readonly desk: Desk = openDesk({}, { queues: { q: { concurrency: IN_QUEUE } } });
  readonly items: Item[] = [];
  readonly workers: Worker[] = [];
  /** Tasks of workers that died, or that were lost: what may still be said of them. */
  readonly late: Task[] = [];
  private readonly never = new AbortController().signal;

  constructor() {
    for (let n = 0; n < ITEMS; n += 1) {
      const item: Item = { n, attempt: 1, now: this.begin(n, 1), accepted: [], cancelled: false };
      this.items.push(item);
    }
    for (let i = 0; i < 4; i += 1) {
      const worker: Worker = { id: `w${i}`, session: '', isAlive: true, tasks: [] };
      this.register(worker);
      this.workers.push(worker);
    }
  }

  private begin(n: number, attempt: number): Begun {
    return this.desk.begin({ path: `s[${n}]`, visit: n, attempt, key: `key-${n}` });
  }

  private register(worker: Worker): void {
    const answer = this.desk.workers.register({
      worker: worker.id,
      build: 'b',
      queues: ['q'],
      activities: [{ name: 'act' }],
      concurrency: CONCURRENCY,
      leaseSeconds: LEASE_SECONDS,
    });
    if (!answer.ok) throw new Error(answer.message);
    worker.session = answer.value.session;
    worker.isAlive = true;
    worker.tasks = [];
  }

  async step({ do: what, who, which, ms }: { do: string; who: number; which: number; ms: number }): Promise<void> {
    const worker = this.workers[who];
    const item = this.items[which];
    if (worker === undefined || item === undefined) return;
    switch (what) {
      case 'poll':
        return this.poll(worker, 1 + (ms % 5), this.never);
      case 'hangUp':
        return this.poll(worker, 1 + (ms % 5), AbortSignal.abort());
      case 'beat':
        return this.beat(worker);
      case 'complete':
        return this.answer(worker.tasks[which % CONCURRENCY], worker);
      case 'again':
        return this.answer(this.late[which], null);
      case 'fail':
        return this.fail(worker.tasks[which % CONCURRENCY], worker);
      case 'die':
        this.late.unshift(...worker.tasks);
        worker.isAlive = false;
        return;
      case 'return':
        if (!worker.isAlive) this.register(worker);
        return;
      case 'leave':
        if (!worker.isAlive) return;
        this.desk.workers.deregister({ session: worker.session });
        this.late.unshift(...worker.tasks);
        this.register(worker);
        return;
      case 'cancel':
        return item.now.controller.abort();
      case 'giveUp':
        return item.now.giveUp();
      default:
        for (let passed = 0; passed < ms; passed += 250) this.desk.clock.advance(Math.min(250, ms - passed));
    }
  }

  async poll(worker: Worker, slots: number, gone: AbortSignal): Promise<void> {
    if (!worker.isAlive) return;
    const held = worker.tasks.map(({ lease }) => lease);
    const { session } = worker;
    const answer = this.desk.workers.poll({ session, slots, held, waitSeconds: 0 }, gone);
    await tick();
    this.desk.clock.advance(0);
    const told = await answer;
    if (!told.ok) return this.register(worker); // forgotten
    if (gone.aborted) {
      expect(told.value.tasks).toEqual([]);
      return;
    }
    worker.tasks.push(...told.value.tasks);
  }

  private beat(worker: Worker): void {
    if (!worker.isAlive) return;
    const leases = worker.tasks.map(({ lease }) => ({ lease }));
    const told = this.desk.workers.heartbeat({ session: worker.session, leases });
    if (!told.ok) return;
    const lost = new Set(told.value.leases.filter(({ state }) => state === 'lost').map(({ lease }) => lease));
    this.late.unshift(...worker.tasks.filter(({ lease }) => lost.has(lease)));
    worker.tasks = worker.tasks.filter(({ lease }) => !lost.has(lease));
  }

  private async answer(task: Task | undefined, worker: Worker | null): Promise<void> {
    if (task === undefined || worker?.isAlive === false) return;
    const output = { by: worker?.id ?? 'late', lease: task.lease };
    const told = await this.desk.workers.answer(task.lease, { kind: 'completed', output });
    if (worker !== null) worker.tasks = worker.tasks.filter((each) => each !== task);
    if (told.ok) this.items[task.visit]?.accepted.push(task.lease);
    else expect(told.status).toBe(410);
    this.late.unshift(task); // and again, for whoever repeats himself
  }

  private async fail(task: Task | undefined, worker: Worker): Promise<void> {
    if (task === undefined || !worker.isAlive) return;
    await this.desk.workers.answer(task.lease, { kind: 'failed', error: { type: 'broken', message: 'no' } });
    worker.tasks = worker.tasks.filter((each) => each !== task);
  }

  /** The engine: what failed is tried again, under the same key. */
  async retry(): Promise<void> {
    await tick();
    for (const item of this.items) {
      if (item.now.result?.kind !== 'failed') continue;
      item.attempt += 1;
      item.now = this.begin(item.n, item.attempt);
    }
    await tick();
  }

  check(): void {
    let out = 0;
    for (const { slots } of this.desk.workers.list()) {
      expect(slots.used).toBeLessThanOrEqual(CONCURRENCY); // WK4
      out += slots.used;
    }
    expect(out).toBeLessThanOrEqual(IN_QUEUE); // WK4; those replaced included, they hold what is counted
    for (const item of this.items) {
      const leases = new Set(item.accepted);
      expect(leases.size).toBeLessThanOrEqual(1); // AT3: however often it was said
      if (leases.size === 1) expect(item.now.result).toMatchObject({ output: { lease: [...leases][0] } });
    }
    const held = this.workers.flatMap(({ tasks }) => tasks.map(({ lease }) => lease));
    expect(new Set(held).size).toBe(held.length); // WK1
  }

  /** Calm: every worker is there, polls, and does what it gets. */
  async end(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      for (const worker of this.workers) {
        if (!worker.isAlive) this.register(worker);
        this.beat(worker);
        await this.poll(worker, CONCURRENCY, this.never);
        for (const task of worker.tasks.slice()) await this.answer(task, worker);
      }
      await this.step({ do: 'pass', who: 0, which: 0, ms: 500 });
      await this.retry();
      this.check();
      if (this.items.every(({ now }) => now.result?.kind === 'completed')) return;
    }
  }
}

test(
  '[WK1][WK2][WK4][WK5][WK6][AT3] whatever workers do and in whatever order: one lease an attempt, one answer accepted, and nothing is lost',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(ops, async (all) => {
        const play = new Play();
        for (const op of all) {
          await play.step(op);
          await play.retry();
          play.check();
        }
        await play.end();
        expect(play.items.map(({ now }) => now.result?.kind)).toEqual(Array.from({ length: ITEMS }, () => 'completed'));
        for (const { accepted, now } of play.items)
          expect(new Set(accepted)).toEqual(
            new Set([(now.result as unknown as { output: { lease: string } }).output.lease]),
          );
        await play.desk.workers.close();
      }),
      { numRuns: Number(process.env['SAGALOOM_LEASE_PLAYS'] ?? 150) },
    );
  },
);
