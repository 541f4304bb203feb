import type { DeliveryDetail, DeliveryInfo } from '../../contract/index.ts';
import type { DeliveryEntry } from '../../runtime/index.ts';
import { api } from '../context.ts';

const PAGE = 50;

/** LI5. What came to triggers, and starts for later. */
export const list = api.deliveries.list.handler(async ({ context: { engine }, input }) => {
  const { cursor, limit = PAGE, ...query } = input;
  const before = cursor == null ? undefined : Number(cursor);
  const found = await engine.deliveries({ ...query, before, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items: items.map(deliveryInfo), next: last === undefined ? null : String(last.position) };
});

export const get = api.deliveries.get.handler(async ({ context: { engine }, input: { id }, errors }) => {
  const entry = await engine.delivery(id);
  if (entry === null) throw errors.NOT_FOUND(absentDelivery(id));
  return { ...deliveryInfo(entry), ...(await detailOf(entry, (value) => engine.whole(value))) };
});

export const replay = api.deliveries.replay.handler(async ({ context, input: { id }, errors }) => {
  const entry = await context.engine.replayDelivery(id, context.by);
  if (entry === null) throw errors.NOT_FOUND(absentDelivery(id));
  return deliveryInfo(entry);
});

export const cancel = api.deliveries.cancel.handler(async ({ context: { engine }, input: { id }, errors }) => {
  const cancelled = await engine.cancelDelivery(id);
  if (cancelled !== null) return deliveryInfo(cancelled);
  const entry = await engine.delivery(id);
  if (entry === null) throw errors.NOT_FOUND(absentDelivery(id));
  const message = `The delivery ${id} is dealt with: it was ${entry.status}.`;
  throw errors.REFUSED({ message, data: { code: 'stale' } });
});

const absentDelivery = (id: string) => ({ message: `There is no delivery ${id}.` });

export function deliveryInfo(entry: DeliveryEntry): DeliveryInfo {
  const { id, workflow, trigger, type, key, at, dueAt, status, settledAt, runId, problem, duplicates, about } = entry;
  return {
    id,
    workflow,
    trigger,
    type,
    key,
    at: new Date(at).toISOString(),
    dueAt: dueAt === 0 ? null : new Date(dueAt).toISOString(),
    status,
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
    runId,
    problem,
    duplicates,
    replays: about.replays ?? null,
  };
}

async function detailOf(
  { payload, about }: DeliveryEntry,
  whole: (value: DeliveryEntry['payload']) => Promise<DeliveryEntry['payload']>,
): Promise<Omit<DeliveryDetail, keyof DeliveryInfo>> {
  const { headers, topic, path } = about;
  return { payload: await whole(payload), headers: headers ?? null, topic: topic ?? null, path: path ?? null };
}
