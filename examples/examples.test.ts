import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compile, type RunStatus } from '@sagaloom/engine/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Books } from './shop/books.ts';
import type { Call } from './shop/calls.ts';
import { type RunningShop, sagaloom, startShop } from './testing/processes.ts';

const here = import.meta.dirname;
const documents = globSync('*/*.saga.json', { cwd: here });
/** Those with scenarios are played by scenarios.test.ts, those with a test of their own by that. */
const plain = documents.filter((file) => {
  const folder = path.join(here, path.dirname(file));
  return !existsSync(path.join(folder, 'scenarios.json')) && globSync('*.test.ts', { cwd: folder }).length === 0;
});
const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-examples-'));

vi.setConfig({ testTimeout: 60_000 }); // each run is a process of its own

let shop: RunningShop;
beforeAll(async () => {
  shop = await startShop(path.join(folder, 'shop.db'));
});
beforeEach(() => shop.reset());
afterAll(async () => {
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface RunResult {
  readonly status: RunStatus;
  readonly undo: string;
  readonly output: unknown;
  readonly error: { readonly type: string } | null;
  readonly steps: readonly { readonly path: string; readonly status: string; readonly attempts: number }[];
}

const order = 'order-saga/order.saga.json';
const transfer = 'account-transfer/account-transfer.saga.json';

async function run(document: string, ...flags: string[]): Promise<{ code: number; result: RunResult }> {
  const file = path.join(here, document);
  const input = `@${path.join(path.dirname(file), 'input.json')}`;
  const db = path.join(folder, 'runs.db');
  const args = ['run', file, '--input', input, '--db', db, '--json', ...flags];
  const { code, stdout, stderr } = await sagaloom(args, { SHOP_URL: shop.url });
  if (stdout === '') throw new Error(stderr);
  return { code, result: JSON.parse(stdout) as RunResult };
}

const books = () => shop.get<Books>('/books');
const routes = async () => (await shop.get<{ items: Call[] }>('/calls')).items.map(({ route }) => nameOf(route));

/** `/payments`, or `/payments refund`. */
const nameOf = (route: string) => route.replace(/^(\/\w+)\/[^/]+\/(\w+)$/, '$1 $2');

describe.each(documents)('%s', (document) => {
  test('compiles, and there is nothing to say about it', () => {
    const compiled = compile(readFileSync(path.join(here, document), 'utf8'));
    expect(compiled.diagnostics).toEqual([]);
    expect(compiled.ok).toBe(true);
  });
});

describe.each(plain)('%s', (document) => {
  test('runs to its good end with its input', async () => {
    const { code, result } = await run(document);
    expect(result).toMatchObject({ status: 'completed', undo: 'none', error: null });
    expect(code).toBe(0);
  });
});

describe('the order saga', () => {
  test('moves stock and money once', async () => {
    const { result } = await run(order);
    expect(result.output).toEqual({ orderId: 'ord-1', total: 3_270, shipment: 'ship-1' });
    expect(await books()).toMatchObject({
      balanced: true,
      stock: { tea: 498, mug: 299, kettle: 50 },
      accounts: { ada: 996_730, shop: 3_270 },
      shipments: [{ orderId: 'ord-1' }],
      notifications: [{ orderId: 'ord-1' }],
    });
  });

  test('[RN1] leaves everything as it was when the payment is declined', async () => {
    const before = await books();
    await shop.put('/faults', { decline: true });
    const { code, result } = await run(order);
    expect(result).toMatchObject({ status: 'compensated', undo: 'complete', error: { type: 'http.402' } });
    expect(code).toBe(2);
    expect(await books()).toEqual(before);
    expect(await routes()).toEqual(['/orders/check', '/reservations', '/payments', '/reservations release']);
  });

  test('[SG2] undoes in reverse when the carrier is down', async () => {
    const before = await books();
    await shop.put('/faults', { outage: true });
    const { result } = await run(order);
    expect(result).toMatchObject({ status: 'compensated', undo: 'complete', error: { type: 'http.503' } });
    expect(result.steps.find((step) => step.path === 'ship')?.attempts).toBe(3);
    expect(await books()).toEqual(before);
    const tries = ['/shipments', '/shipments', '/shipments'];
    const undos = ['/shipments cancel', '/payments refund', '/reservations release'];
    expect(await routes()).toEqual(['/orders/check', '/reservations', '/payments', ...tries, ...undos]);
  });

  test('[SG3] cancels a shipment that was made although the carrier said no', async () => {
    const before = await books();
    await shop.put('/faults', { lateFailure: true });
    expect((await run(order)).result.status).toBe('compensated');
    expect(await books()).toEqual(before);
    const { items } = await shop.get<{ items: { kind: string; state: string }[] }>('/orders/ord-1');
    expect(items).toContainEqual(expect.objectContaining({ kind: 'shipment', state: 'undone' }));
  });

  test.each([
    ['ok', 'completed'],
    ['declined', 'compensated'],
    ['carrier-down', 'compensated'],
  ])('with mocks/%s.json and no shop it ends %s', async (name, status) => {
    const mocks = path.join(here, 'order-saga', 'mocks', `${name}.json`);
    expect((await run(order, '--mocks', mocks)).result.status).toBe(status);
    expect(await routes()).toEqual([]);
  });
});

describe('the account transfer', () => {
  test('moves the money once', async () => {
    const { result } = await run(transfer);
    expect(result.output).toEqual({ account: 'acc-1', cents: 2_500 });
    expect((await books()).accounts).toMatchObject({ ada: 997_500, 'acc-1': 2_500, transit: 0 });
  });

  test('undoes the withdrawal and closes the account when the deposit is declined', async () => {
    const before = await books();
    await shop.put('/faults', { decline: true });
    const { result } = await run(transfer);
    expect(result).toMatchObject({ status: 'compensated', error: { type: 'http.402' } });
    expect(await books()).toEqual(before);
    const forward = ['/accounts', '/withdrawals', '/deposits'];
    expect(await routes()).toEqual([...forward, '/withdrawals undo', '/accounts close']);
  });
});

test('hello greets by the input', async () => {
  const { result } = await run('hello/hello.saga.json');
  expect(result.output).toEqual({ greeting: 'Hello, Ada!' });
});
