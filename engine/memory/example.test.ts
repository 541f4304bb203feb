import { readFileSync } from 'node:fs';
import { memoryHost, mocksSchema, replay } from '@sagaloom/engine/memory';
import { compile, type JsonObject } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';

const json = (path: string): JsonObject => JSON.parse(read(path)) as JsonObject;
const read = (path: string): string =>
  readFileSync(new URL(`../../examples/order-saga/${path}`, import.meta.url), 'utf8');

test('a carrier that is down leaves nobody charged', async () => {
  const mocks = mocksSchema.parse(json('mocks/carrier-down.json'));
  const host = await memoryHost({ workflows: [read('order.saga.json')], mocks });
  const { status, error, view } = await host.run('order', json('input.json'));
  expect(status).toBe('compensated');
  expect(error?.type).toBe('http.503');
  expect(view.steps.filter(({ undo }) => undo === 'done').map(({ id }) => id)).toEqual(['reserve', 'pay', 'ship']);
  await host.close();
});

test('yesterday’s runs would go the same way today', async () => {
  const mocks = mocksSchema.parse(json('mocks/ok.json'));
  const host = await memoryHost({ workflows: [read('order.saga.json')], mocks });
  const { history } = await host.run('order', json('input.json'));
  const today = compile(read('order.saga.json'));
  if (!today.ok) throw new Error(today.diagnostics[0]?.message);
  expect(await replay(today.definition, history)).toEqual({ kind: 'same', events: history.length });
  await host.close();
});

test('the guide shows what runs here', () => {
  const guide = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8');
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  const shown = source.slice(source.indexOf("test('a carrier"), source.indexOf("test('the guide")).trim();
  expect(guide).toContain(shown);
});
