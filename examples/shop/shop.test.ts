import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { newShop } from './testing.ts';

const items = [
  { sku: 'tea', quantity: 2 },
  { sku: 'mug', quantity: 1 },
];
const reservation = { orderId: 'o1', items };
const payment = { orderId: 'o1', customer: 'ada', cents: 3_270 };
const shipment = { orderId: 'o1', address: '1 Main Street' };

/** Every effect there is, with its undo. */
const effects = [
  { path: '/reservations', body: reservation, undo: 'release' },
  { path: '/payments', body: payment, undo: 'refund' },
  { path: '/shipments', body: shipment, undo: 'cancel' },
  { path: '/accounts', body: { owner: 'Lin' }, undo: 'close' },
  { path: '/withdrawals', body: { account: 'ada', cents: 500 }, undo: 'undo' },
] as const;

let shop = newShop();
beforeEach(() => {
  shop = newShop();
});

describe('an order', () => {
  test('is checked without changing anything', async () => {
    const before = await shop.books();
    const checked = await shop.send('POST', '/orders/check', { items });
    expect(checked).toEqual({ status: 200, body: { total: 3_270, currency: 'EUR', items } });
    expect(await shop.books()).toEqual(before);
  });

  test('moves stock and money once', async () => {
    await shop.post('/reservations', reservation, 'k1');
    await shop.post('/payments', payment, 'k2');
    await shop.post('/shipments', shipment, 'k3');
    await shop.post('/notifications', { orderId: 'o1', message: 'On its way' }, 'k4');
    const books = await shop.books();
    expect(books).toMatchObject({ balanced: true, stock: { tea: 498, mug: 299 } });
    expect(books.accounts).toMatchObject({ ada: 996_730, shop: 3_270 });
    const order = [{ id: 'ship-1', orderId: 'o1' }];
    expect(books.shipments).toEqual(order);
    expect(books.notifications).toHaveLength(1);
  });

  test('of more than there is takes nothing off the shelves', async () => {
    const before = await shop.books();
    const wanted = { orderId: 'o1', items: [...items, { sku: 'kettle', quantity: 51 }] };
    const answer = await shop.post('/reservations', wanted, 'k');
    expect(answer).toMatchObject({ status: 409, body: { error: 'out_of_stock', sku: 'kettle', available: 50 } });
    expect(await shop.books()).toEqual(before);
  });

  test('of the same article in two lines counts both', async () => {
    const twice = [
      { sku: 'kettle', quantity: 30 },
      { sku: 'kettle', quantity: 30 },
    ];
    expect((await shop.send('POST', '/orders/check', { items: twice })).status).toBe(409);
  });

  test('cannot be paid with money that is not there', async () => {
    const answer = await shop.post('/payments', { ...payment, cents: 1_000_001 }, 'k');
    expect(answer).toMatchObject({ status: 402, body: { error: 'insufficient_funds' } });
  });

  test('of an unknown article or customer is refused by name', async () => {
    const nothing = [{ sku: 'unicorn', quantity: 1 }];
    expect((await shop.send('POST', '/orders/check', { items: nothing })).body['message']).toContain('unicorn');
    expect((await shop.post('/payments', { ...payment, customer: 'nobody' }, 'k')).status).toBe(404);
  });
});

describe('idempotency', () => {
  test.each(effects)('$path takes effect once under one key, with the same answer', async ({ path, body }) => {
    const first = await shop.post(path, body, 'k');
    const books = await shop.books();
    expect(first.status).toBe(201);
    expect(await shop.post(path, body, 'k')).toEqual(first);
    expect(await shop.books()).toEqual(books);
  });

  test.each(effects)('$path can be undone once, also when asked twice', async ({ path, body, undo }) => {
    const before = await shop.books();
    await shop.post(path, body, 'k');
    expect((await shop.undo(path, 'k', undo)).body).toEqual({ undone: true });
    expect((await shop.undo(path, 'k', undo)).body).toEqual({ undone: true });
    const otherKey = await shop.send('POST', `${path}/k/${undo}`, undefined, 'another');
    expect(otherKey.body).toEqual({ undone: false });
    expect(await shop.books()).toEqual(before);
  });

  test.each(effects)('$path does nothing when its undo came first', async ({ path, body, undo }) => {
    const before = await shop.books();
    expect((await shop.undo(path, 'k', undo)).body).toEqual({ undone: false });
    expect(await shop.post(path, body, 'k')).toMatchObject({ status: 409, body: { error: 'undone' } });
    expect(await shop.books()).toEqual(before);
  });

  test('a key serves one request only', async () => {
    await shop.post('/payments', payment, 'k');
    expect(await shop.post('/payments', { ...payment, cents: 1 }, 'k')).toMatchObject({ status: 422 });
    expect((await shop.books()).accounts['shop']).toBe(3_270);
  });

  test('an effect without a key is refused', async () => {
    expect(await shop.send('POST', '/payments', payment)).toMatchObject({
      status: 422,
      body: { error: 'key_missing' },
    });
  });

  test('a wrong body is refused with the place', async () => {
    const answer = await shop.post('/payments', { ...payment, cents: 1.5 }, 'k');
    expect(answer.status).toBe(422);
    expect(answer.body['message']).toContain('/cents');
  });

  test('an undo that was refused can be asked again with the same key', async () => {
    const opened = await shop.post('/accounts', { owner: 'Lin' }, 'open');
    await shop.post('/withdrawals', { account: 'ada', cents: 500 }, 'out');
    await shop.post('/deposits', { account: opened.body['id'], cents: 500 }, 'in');
    expect((await shop.undo('/accounts', 'open', 'close')).status).toBe(409);
    await shop.undo('/deposits', 'in', 'undo');
    expect((await shop.undo('/accounts', 'open', 'close')).body).toEqual({ undone: true });
    await shop.undo('/withdrawals', 'out', 'undo');
    expect(await shop.books()).toEqual(await newShop().books());
  });

  test('whatever is sent, twice or undone, in any order, the books balance and what was undone is gone', async () => {
    const move = fc.record({
      effect: fc.constantFrom(...effects),
      n: fc.integer({ min: 1, max: 3 }),
      back: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
        shop = newShop();
        for (const { effect, n, back } of moves) {
          const key = `${effect.undo}-${n}`;
          await (back ? shop.undo(effect.path, key, effect.undo) : shop.post(effect.path, effect.body, key));
          expect((await shop.books()).balanced).toBe(true);
        }
        for (const { effect, n } of moves) await shop.undo(effect.path, `${effect.undo}-${n}`, effect.undo);
        expect(await shop.books()).toEqual(await newShop().books());
      }),
      { numRuns: 40 },
    );
  });
});

describe('faults', () => {
  test('decline: a payment is answered with 402, for good under this key', async () => {
    await shop.faults({ decline: true });
    expect(await shop.post('/payments', payment, 'k')).toMatchObject({ status: 402, body: { error: 'declined' } });
    await shop.faults({ decline: false });
    expect((await shop.post('/payments', payment, 'k')).status).toBe(402);
    expect((await shop.post('/payments', payment, 'k2')).status).toBe(201);
  });

  test('outage: a shipment is answered with 503 and not made, and can be tried again under its key', async () => {
    await shop.faults({ outage: true });
    expect((await shop.post('/shipments', shipment, 'k')).status).toBe(503);
    expect((await shop.books()).shipments).toEqual([]);
    await shop.faults({ outage: false });
    expect((await shop.post('/shipments', shipment, 'k')).status).toBe(201);
  });

  test('lateFailure: a shipment is made and answered with 503', async () => {
    await shop.faults({ lateFailure: true });
    expect((await shop.post('/shipments', shipment, 'k')).status).toBe(503);
    expect((await shop.books()).shipments).toHaveLength(1);
    expect((await shop.undo('/shipments', 'k', 'cancel')).body).toEqual({ undone: true });
  });

  test('undoOutage: nothing is undone until it is over', async () => {
    await shop.post('/payments', payment, 'k');
    await shop.faults({ undoOutage: true });
    expect((await shop.undo('/payments', 'k', 'refund')).status).toBe(503);
    await shop.faults({ undoOutage: false });
    expect((await shop.undo('/payments', 'k', 'refund')).body).toEqual({ undone: true });
  });

  test('delayMs: the answer takes that long', async () => {
    await shop.faults({ delayMs: 60 });
    const start = performance.now();
    await shop.post('/payments', payment, 'k');
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  test('can be set for one order alone, and change only what is named', async () => {
    await shop.faults({ orders: { o2: { decline: true } } });
    expect((await shop.faults({ delayMs: 1 })).body).toEqual({
      decline: false,
      outage: false,
      lateFailure: false,
      undoOutage: false,
      delayMs: 1,
      orders: { o2: { decline: true } },
    });
    expect((await shop.post('/payments', payment, 'k1')).status).toBe(201);
    expect((await shop.post('/payments', { ...payment, orderId: 'o2' }, 'k2')).status).toBe(402);
  });

  test('an unknown switch is refused', async () => {
    expect((await shop.faults({ fire: true })).status).toBe(422);
  });

  test('a reset clears books, calls and faults', async () => {
    await shop.faults({ decline: true });
    await shop.post('/reservations', reservation, 'k');
    await shop.send('POST', '/reset');
    expect(await shop.books()).toEqual(await newShop().books());
    expect((await shop.send('GET', '/calls')).body).toEqual({ items: [] });
    expect((await shop.post('/payments', payment, 'k')).status).toBe(201);
  });
});

describe('calls', () => {
  test('are written down as they arrive, repeated ones too', async () => {
    await shop.post('/reservations', reservation, 'k');
    await shop.post('/reservations', reservation, 'k');
    await shop.undo('/reservations', 'k', 'release');
    const { items: all } = (await shop.send('GET', '/calls')).body as { items: { route: string; status: number }[] };
    expect(all.map((call) => [call.route, call.status])).toEqual([
      ['/reservations', 201],
      ['/reservations', 201],
      ['/reservations/k/release', 200],
    ]);
  });

  test('of one order are found by its id', async () => {
    await shop.post('/reservations', reservation, 'k');
    await shop.undo('/reservations', 'k', 'release');
    expect((await shop.send('GET', '/orders/o1')).body).toEqual({
      items: [{ kind: 'reservation', id: 1, key: 'k', state: 'undone' }],
    });
  });
});
