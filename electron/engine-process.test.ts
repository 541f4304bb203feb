/** The engine's process as Electron would run it, on Node: its parent port is played over IPC, and a page's port by this test. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '@sagaloom/engine/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Wire } from './testing/parent-port.ts';

let workspace = '';
const started: ChildProcess[] = [];

beforeEach(() => {
  workspace = mkdtempSync(path.join(tmpdir(), 'sagaloom-desktop-'));
});
afterEach(async () => {
  for (const engine of started.splice(0)) {
    if (engine.exitCode !== null || engine.signalCode !== null) continue;
    engine.kill('SIGKILL');
    await once(engine, 'exit');
  }
  rmSync(workspace, { recursive: true, force: true });
});

function startEngine(database = path.join(workspace, 'runs.db'), flags: readonly string[] = []): ChildProcess {
  const script = path.join(import.meta.dirname, 'engine-process.ts');
  const engine = fork(script, ['--workflows', workspace, '--db', database, ...flags], {
    execArgv: ['--import', new URL('testing/parent-port.ts', import.meta.url).href],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  started.push(engine);
  return engine;
}

function connect(engine: ChildProcess, id: number): ContractRouterClient<typeof contract> {
  const port = new EventEmitter();
  const send = (message: Wire) => engine.send(message);
  engine.on('message', (message: Wire) => {
    if (message.kind === 'data' && message.port === id) port.emit('message', { data: message.data });
  });
  send({ kind: 'open', port: id });
  const postMessage = (data: string | Uint8Array) => send({ kind: 'data', port: id, data });
  return createORPCClient(new RPCLink({ port: Object.assign(port, { postMessage }) }));
}

const hello = readFileSync(path.join(import.meta.dirname, '..', 'examples', 'hello', 'hello.saga.json'), 'utf8');

describe("the window's engine process", () => {
  test('runs a workflow for a page, and another page sees it', async () => {
    const engine = startEngine();
    const [one, two] = [connect(engine, 1), connect(engine, 2)];
    const { runId } = await one.runs.start({ document: hello, input: { name: 'Ada' } });
    const types: string[] = [];
    for await (const events of await two.runs.watch({ runId })) types.push(...events.map((event) => event.type));
    expect(types[0]).toBe('RunStarted');
    expect((await two.runs.get({ runId })).status).toBe('completed');
  });

  test('carries on what a killed process left open', async () => {
    const first = startEngine();
    const steps = { nap: { type: 'wait', for: '300ms' } }; // whenever the kill comes, no attempt is lost by it
    const napping = JSON.stringify({ format: 'sagaloom/v1', name: 'napping', start: 'nap', steps });
    const { runId } = await connect(first, 1).runs.start({ document: napping, input: null });
    first.kill('SIGKILL');
    await once(first, 'exit');
    const client = connect(startEngine(), 1);
    for await (const _events of await client.runs.watch({ runId }));
    expect((await client.runs.get({ runId })).status).toBe('completed');
  });

  test('keeps secrets in the keychain that main answers for', async () => {
    const engine = startEngine(undefined, ['--keychain']);
    let kept: string | null = null;
    engine.on('message', (message: Wire) => {
      if (message.kind !== 'said') return;
      const { keychain, text } = message.data as { keychain: number; text?: string };
      kept = text ?? kept;
      engine.send({ kind: 'told', data: { keychain, text: text === undefined ? kept : null, problem: null } });
    });
    const client = connect(engine, 1);
    expect((await client.secrets.list()).items).toEqual([]);
    const set = await client.secrets.set({ name: 'TOKEN', value: 'kept' });
    expect(set).toMatchObject({ name: 'TOKEN', provider: 'keychain' });
    expect(kept).toContain('"TOKEN": "kept"');
  });

  test('says what stands in its way', async () => {
    const notADatabase = path.join(workspace, 'notes.db');
    writeFileSync(notADatabase, 'this is no database, and long enough to be looked at as one'.repeat(20));
    const engine = startEngine(notADatabase);
    const [said] = (await once(engine, 'message')) as [Wire];
    expect(said).toEqual({ kind: 'said', data: { failed: expect.stringContaining('notes.db') as string } });
  });
});
