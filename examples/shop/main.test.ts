import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';

const children: ChildProcess[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-shop-'));

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args]);
  children.push(child);
  return child;
}

async function ready(child: ReturnType<typeof start>): Promise<string> {
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error('the shop ended before it listened');
}

async function outcome(child: ReturnType<typeof start>) {
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, lines: said.trim().split('\n') };
}

test('keeps its books in the file over a SIGKILL', async () => {
  const db = path.join(folder, 'shop.db');
  const first = start('--port', '0', '--db', db);
  const body = JSON.stringify({ orderId: 'o1', customer: 'ada', cents: 100 });
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' };
  await fetch(`${await ready(first)}/payments`, { method: 'POST', headers, body });
  first.kill('SIGKILL');
  await once(first, 'close');
  const books = await fetch(`${await ready(start('--port', '0', '--db', db))}/books`);
  expect(await books.json()).toMatchObject({ balanced: true, accounts: { ada: 999_900, shop: 100 } });
});

test('ends with its parent when asked to', async () => {
  const child = start('--port', '0', '--with-parent');
  await ready(child);
  child.stdin.end();
  expect((await outcome(child)).code).toBe(0);
});

test('says in one line that the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, lines } = await outcome(start('--port', String(port)));
  other.close();
  expect(code).toBe(4);
  expect(lines).toEqual([expect.stringContaining(`port ${port}`)]);
});

test('says in one line that a flag is wrong, or the books cannot be kept', async () => {
  expect(await outcome(start('--prot', '1'))).toMatchObject({ code: 1, lines: [expect.stringContaining('--prot')] });
  const nowhere = path.join(folder, 'no', 'such', 'shop.db');
  expect(await outcome(start('--db', nowhere))).toMatchObject({ code: 4, lines: [expect.stringContaining(nowhere)] });
});
