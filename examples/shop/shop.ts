import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { type Answer, refused } from './answer.ts';
import { books, recordsOf } from './books.ts';
import { answered, arrived, calls } from './calls.ts';
import { type Db, reset } from './database.ts';
import { type Effect, effectsOf } from './effects.ts';
import { type Fault, Faults, faultsChangeSchema } from './faults.ts';
import { once, undo } from './idempotency.ts';
import { catalog, checkOrder, checkSchema } from './stock.ts';

/** The shop as a web service: JSON in, JSON out, over the given books. */
export function createShop(db: Db): Hono {
  const app = new Hono();
  const shop: Shop = { app, db, faults: new Faults() };
  addReads(shop);
  addSwitches(shop);
  for (const effect of effectsOf(db)) {
    addForward(shop, effect);
    if (effect.undo !== undefined) addUndo(shop, effect.path, effect.undo);
  }
  app.notFound((c) => c.json({ error: 'not_found', message: `The shop has no ${c.req.method} ${c.req.path}.` }, 404));
  app.onError((error, c) => c.json({ error: 'bug', message: error.message }, 500));
  return app;
}

interface Shop {
  readonly app: Hono;
  readonly db: Db;
  readonly faults: Faults;
}

function addReads(shop: Shop): void {
  const { app, db, faults } = shop;
  app.get('/catalog', (c) => c.json({ items: catalog(db) }));
  app.get('/books', (c) => c.json(books(db)));
  app.get('/calls', (c) => c.json({ items: calls(db) }));
  app.get('/orders/:id', (c) => c.json({ items: recordsOf(db, c.req.param('id')) }));
  app.post('/orders/check', async (c) => {
    const body = await bodyOf(c, checkSchema);
    if (!body.ok) return c.json(body.answer.body, body.answer.status);
    return respond(c, shop, faults.of(undefined), () => checkOrder(db, body.value));
  });
}

function addSwitches({ app, db, faults }: Shop): void {
  app.get('/faults', (c) => c.json(faults));
  app.put('/faults', async (c) => {
    const body = await bodyOf(c, faultsChangeSchema);
    if (!body.ok) return c.json(body.answer.body, body.answer.status);
    faults.change(body.value);
    return c.json(faults);
  });
  app.post('/reset', (c) => {
    faults.clear();
    reset(db);
    return c.json(books(db));
  });
}

function addForward(shop: Shop, effect: Effect): void {
  shop.app.post(effect.path, async (c) => {
    const body = await bodyOf(c, effect.schema);
    if (!body.ok) return c.json(body.answer.body, body.answer.status);
    const fault = shop.faults.of(orderOf(body.value));
    return respondKeyed(c, shop, fault, (key) => {
      if (effect.breaks && fault.outage) return refused(503, 'outage', 'The carrier cannot be reached.');
      const request = `POST ${effect.path} ${JSON.stringify(body.value)}`;
      const answer = once(shop.db, { key, request }, () => effect.work(key, body.value, fault));
      if (effect.breaks && fault.lateFailure) return refused(503, 'late_failure', 'The carrier went away.');
      return answer;
    });
  });
}

function addUndo(shop: Shop, path: string, { name, revert }: NonNullable<Effect['undo']>): void {
  shop.app.post(`${path}/:key/${name}`, (c) => {
    const of = c.req.param('key');
    const fault = shop.faults.of(undefined);
    return respondKeyed(c, shop, fault, (key) => {
      if (fault.undoOutage) return refused(503, 'outage', 'Nothing can be undone at the moment.');
      return undo(shop.db, { key, of, request: `POST ${path}/${of}/${name}` }, () => revert(of));
    });
  });
}

async function respondKeyed(c: Context, shop: Shop, fault: Fault, work: (key: string) => Answer): Promise<Response> {
  const key = keyOf(c);
  if (key !== null) return respond(c, shop, fault, () => work(key));
  const answer = refused(422, 'key_missing', 'Send an idempotency-key header, the same with each try.');
  return c.json(answer.body, answer.status);
}

/** Half of the delay comes before the work and half after: whoever gives up waiting may find it done or not. */
async function respond(c: Context, { db }: Shop, fault: Fault, work: () => Answer): Promise<Response> {
  const traceparent = c.req.header('traceparent') ?? null;
  const call = arrived(db, { route: c.req.path, key: keyOf(c), traceparent });
  await sleep(fault.delayMs / 2);
  const { status, body } = work();
  await sleep(fault.delayMs / 2);
  answered(db, call, status);
  return c.json(body, status);
}

const keyOf = (c: Context): string | null => c.req.header('idempotency-key') ?? null;

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer };

async function bodyOf<T>(c: Context, schema: z.ZodType<T>): Promise<Parsed<T>> {
  const json: unknown = await c.req.json().catch(() => undefined);
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
  return { ok: false, answer: refused(422, 'invalid', problems.join('; ')) };
}

function orderOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('orderId' in body)) return undefined;
  return typeof body.orderId === 'string' ? body.orderId : undefined;
}
