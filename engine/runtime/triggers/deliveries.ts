import type { Json, JsonObject } from '../../core/json.ts';
import type { Rejection } from '../../core/command.ts';
import type { StartRequest } from '../engine.ts';
import { EnvironmentError } from '../environment.ts';
import { hasBlob, isLarge, referenceTo } from '../performing/blobs.ts';
import type { Blobs, Clock, Deliveries, DeliveryEntry, DeliveryOutcome, Ids, NewDelivery } from '../ports.ts';
import type { RunEntry } from '../entry.ts';
import type { Delivered } from './delivered.ts';
import { keptHeaders } from './headers.ts';
import { deliveryRun, type Incoming, keyOf, outcomeOf, shortKey } from './incoming.ts';
import type { NamedTrigger } from './triggers.ts';

export interface DeliverRequest {
  readonly workflow: string;
  readonly trigger: string;
  /** What the source calls it; the trigger's own `key` goes before it. */
  readonly key: string;
  readonly payload: Json;
  readonly headers?: JsonObject | undefined;
  readonly topic?: string | undefined;
  readonly path?: string | undefined;
  /** When it came: epoch ms. Default: now. */
  readonly at?: number | undefined;
}

export interface DeskOptions extends Incoming {
  readonly store: Deliveries;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly entry: (runId: string) => Promise<RunEntry | null>;
  /** There is one that is due later. */
  readonly expect: (dueAt: number) => void;
}

/**
 * LI5. Whatever comes from outside: recorded, then done, then said to be done.
 *
 *   DD1  nothing is started before the delivery is durable, nothing answered before its outcome is
 *   DD2  a crash in between leaves it without outcome: whoever opens the engine next finishes it, and finds the run that was started
 *   DD3  of one delivery one thing is done at a time
 */
export class DeliveryDesk {
  private readonly options: DeskOptions;
  private readonly underWay = new Map<string, Promise<DeliveryEntry>>();
  private isStopped = false;

  constructor(options: DeskOptions) {
    this.options = options;
  }

  get isIdle(): boolean {
    return this.underWay.size === 0;
  }

  async deliver(request: DeliverRequest): Promise<Delivered> {
    const named = await this.options.triggers.find(request.workflow, request.trigger);
    if (named !== null && named.trigger.type !== 'schedule')
      return isTooDeep(request.payload) ? tooDeep : this.take(request, named, named.trigger.type);
    const reason = `There is no trigger ${request.trigger} of a deployed workflow ${request.workflow} that takes deliveries.`;
    return { kind: 'refused', code: 'notFound', reason };
  }

  /** The same again, as one that is new: under the trigger as it is today. Null: there is no such delivery. */
  async replay(id: string, by: string): Promise<DeliveryEntry | null> {
    const { store, clock, ids } = this.options;
    const known = await store.get(id);
    if (known === null) return null;
    const { workflow, trigger, type, payload, about } = known;
    const key = `replay:${ids.runId()}`;
    const again = trigger === null ? ids.runId() : deliveryRun(workflow, trigger, key);
    const at = clock.now();
    const replays = { ...about, replays: id };
    const fresh = { id: again, workflow, trigger, type, key, at, dueAt: AT_ONCE, payload, about: replays, by };
    return this.finish(await this.record(fresh).then(({ entry }) => entry));
  }

  /** A start that is not due yet: nothing of it is to be seen among the runs until then. */
  async later(request: StartRequest, dueAt: number): Promise<DeliveryEntry | Rejection> {
    const { clock, ids, blobs, entry: find } = this.options;
    const { hash, config, by } = request;
    const { name: workflow } = request.definition;
    if (typeof workflow !== 'string') throw new Error('a compiled definition has a name');
    const runId = request.runId ?? ids.runId();
    if ((await find(runId)) !== null) return taken(runId);
    const definition = await referenceTo(request.definition, blobs);
    const fresh: NewDelivery = {
      id: runId,
      workflow,
      trigger: null,
      type: 'start',
      key: runId,
      at: clock.now(),
      dueAt,
      payload: await kept(request.input, blobs),
      about: { start: { hash, definition, config } },
      by,
    };
    const { isNew, entry } = await this.record(fresh);
    if (!isNew) return request.reuse === 'useExisting' ? entry : taken(runId);
    this.options.expect(dueAt);
    return entry;
  }

  /** Of a start that is not due yet. Null: there is none, or it was started. */
  async cancel(id: string): Promise<DeliveryEntry | null> {
    if ((await this.options.store.get(id))?.type !== 'start') return null;
    const entry = await this.alone(id, () => this.settle(id, { status: 'cancelled', runId: null, problem: null }));
    return entry.status === 'cancelled' ? entry : null;
  }

  /** DD2. What was recorded, brought to its end; rejects where that cannot be now. */
  async finish({ id }: Pick<DeliveryEntry, 'id'>): Promise<DeliveryEntry> {
    return this.alone(id, async () => {
      const entry = await this.found(id);
      if (entry.status !== 'pending' || entry.dueAt > this.options.clock.now()) return entry;
      return this.settle(id, await outcomeOf(this.options, entry));
    });
  }

  /** Resolves when nothing more is done. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.allSettled(this.underWay.values());
  }

  private async take(
    request: DeliverRequest,
    named: NamedTrigger,
    type: Exclude<NewDelivery['type'], 'start'>,
  ): Promise<Delivered> {
    const { clock, blobs } = this.options;
    const { workflow, trigger, payload, topic, path } = request;
    const headers = keptHeaders(request.headers ?? {}, named.trigger);
    const at = request.at ?? clock.now();
    const found = await keyOf(named, { payload, headers, topic, path, key: request.key }, at);
    const key = shortKey(found.ok ? found.key : request.key);
    const id = deliveryRun(workflow, trigger, key);
    const about = { ...(Object.keys(headers).length > 0 && { headers }), topic, path };
    const by = `${type}:${trigger}`;
    const whole = { payload: await kept(payload, blobs), about };
    const { isNew, entry } = await this.record({ id, workflow, trigger, type, key, at, dueAt: AT_ONCE, by, ...whole });
    const settled = found.ok
      ? await this.finish(entry)
      : await this.refuse(id, { code: 'invalid', reason: found.reason });
    return deliveredAs(settled, isNew);
  }

  private async refuse(id: string, problem: NonNullable<DeliveryOutcome['problem']>): Promise<DeliveryEntry> {
    return this.alone(id, () => this.settle(id, { status: 'refused', runId: null, problem }));
  }

  private record(delivery: NewDelivery): ReturnType<Deliveries['record']> {
    if (this.isStopped) throw closed();
    return this.options.store.record(delivery);
  }

  /** As it is then: somebody may have been first. */
  private async settle(id: string, outcome: Omit<DeliveryOutcome, 'at'>): Promise<DeliveryEntry> {
    await this.options.store.settle(id, { ...outcome, at: this.options.clock.now() });
    return this.found(id);
  }

  private async found(id: string): Promise<DeliveryEntry> {
    const entry = await this.options.store.get(id);
    if (entry === null) throw new Error(`the delivery ${id} was recorded, and is not there`);
    return entry;
  }

  /** DD3. Who comes second gets what the first came to. */
  private alone(id: string, work: () => Promise<DeliveryEntry>): Promise<DeliveryEntry> {
    const before = this.underWay.get(id);
    if (before !== undefined) return before;
    if (this.isStopped) return Promise.reject(closed());
    const now = work().finally(() => this.underWay.delete(id));
    this.underWay.set(id, now);
    return now;
  }
}

/** Also when the clock is set back before it is done. */
const AT_ONCE = 0;

/** What comes from outside may hold what looks like a reference of ours. */
const kept = async (value: Json, blobs: Blobs): Promise<Json> =>
  isLarge(value) || hasBlob(value) ? referenceTo(value, blobs) : value;

const DEEPEST = 200;

const tooDeep: Delivered = { kind: 'refused', code: 'invalid', reason: `It is nested deeper than ${DEEPEST} levels.` };

/** Level by level, since it may be deeper than any stack. */
function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

function deliveredAs({ status, runId, problem, id }: DeliveryEntry, isNew: boolean): Delivered {
  if (status === 'started') return { kind: isNew ? 'started' : 'duplicate', runId: runId ?? id };
  if (status === 'refused' && problem !== null) return { kind: 'refused', ...problem };
  return { kind: 'passed' };
}

const taken = (runId: string): Rejection => ({
  kind: 'rejected',
  code: 'alreadyStarted',
  reason: `There is a run ${runId} already, or a start of it that is not due yet.`,
});

const closed = () => new EnvironmentError('closed', 'The engine is closing; ask again when it is back.');
