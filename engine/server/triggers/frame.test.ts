import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Trigger } from '../../core/definition/triggers.ts';
import { compile } from '../../core/index.ts';
import { testFolder } from '../../node/testing/folder.ts';
import type { Delivered, NamedTrigger } from '../../runtime/index.ts';
import { createEngineHost } from '../host.ts';
import { toJsonObject } from '../json.ts';
import { openTriggers } from './frame.ts';
import type { TriggerPorts, TriggerSource } from './source.ts';

/** A frame around a source of the test's own, and the deployments it looks at. */
function framed(open?: (named: NamedTrigger, ports: TriggerPorts) => Promise<void>) {
  const said: string[] = [];
  const steps: string[] = [];
  const waits: { readonly ms: number; readonly go: () => void }[] = [];
  const listeners = new Set<() => void>();
  const opened = new Map<string, TriggerPorts>();
  let deployed: readonly NamedTrigger[] = [];
  const source: TriggerSource = {
    type: 'message',
    async open(named, ports) {
      await open?.(named, ports);
      const name = `${named.name} ${'topic' in named.trigger ? named.trigger.topic : ''}`;
      steps.push(`open ${name}`);
      opened.set(named.name, ports);
      return async () => void steps.push(`close ${name}`);
    },
  };
  const frame = openTriggers({
    engine: {
      triggers: async () => deployed,
      onDeployed(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      deliver: async ({ workflow, trigger, key }): Promise<Delivered> => ({
        kind: 'started',
        runId: `${workflow}.${trigger}.${key}`,
      }),
    },
    sources: [source],
    place: () => ({ ok: false, message: 'nowhere' }),
    secret: async () => null,
    warn: (message) => said.push(message),
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push({ ms, go: () => resolve(undefined) });
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      }),
  });
  onTestFinished(() => frame.close());
  const deploy = async (triggers: Readonly<Record<string, Trigger>>): Promise<void> => {
    const deployment = { workflow: 'w', version: 1, hash: 'h', at: 0, by: 'me' };
    deployed = Object.entries(triggers).map(([name, trigger]) => ({ workflow: 'w', name, trigger, deployment }));
    for (const tell of listeners) tell();
    await frame.settled();
  };
  return { frame, deploy, steps, said, waits, opened, listeners };
}

const on = (topic: string): Trigger => ({ type: 'message', connection: 'c', topic });

describe('what is deployed is listened to', () => {
  test('[TR8] from its deployment on, until another one drops or changes it', async () => {
    const { deploy, steps, frame, listeners } = framed();
    await deploy({ a: on('x'), b: on('y'), other: { type: 'event', event: 'e' } });
    await deploy({ a: on('x'), b: on('z') });
    await deploy({ b: on('z') });
    expect(steps).toEqual(['open a x', 'open b y', 'close b y', 'open b z', 'close a x']);
    await frame.close();
    expect(steps.at(-1)).toBe('close b z');
    expect(listeners.size).toBe(0);
  });

  test('[TR8] where it cannot be opened it is tried again, after longer and longer waits', async () => {
    let fails = 8;
    const { deploy, steps, said, waits } = framed(async () => {
      if ((fails -= 1) >= 0) throw new Error('no broker\nat all');
    });
    await deploy({ a: on('x') });
    for (let i = 0; i < 8; i += 1) {
      await vi.waitFor(() => expect(waits).toHaveLength(i + 1));
      waits[i]?.go();
    }
    await vi.waitFor(() => expect(steps).toEqual(['open a x']));
    expect(waits.map(({ ms }) => ms / 1_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(said[0]).toBe('The trigger a of w does not listen: no broker. It is tried again in 1 s.');
  });

  test('[TR8] one that breaks is closed and opened again, at first soon if it had delivered anything', async () => {
    const { deploy, steps, waits, opened } = framed();
    await deploy({ a: on('x') });
    for (let i = 0; i < 2; i += 1) {
      opened.get('a')?.failed('The broker went away.');
      await vi.waitFor(() => expect(waits).toHaveLength(i + 1));
      waits[i]?.go();
      await vi.waitFor(() => expect(steps).toHaveLength(2 * i + 3));
    }
    expect(await opened.get('a')?.deliver({ key: 'k', payload: 1 })).toEqual({ kind: 'started', runId: 'w.a.k' });
    opened.get('a')?.failed('The broker went away.');
    await vi.waitFor(() => expect(waits.map(({ ms }) => ms)).toEqual([1_000, 2_000, 1_000]));
    expect(steps.slice(0, 4)).toEqual(['open a x', 'close a x', 'open a x', 'close a x']);
  });

  test('[TR8] what is closed delivers nothing any more', async () => {
    const { deploy, opened, frame } = framed();
    await deploy({ a: on('x') });
    await frame.close();
    await expect(opened.get('a')?.deliver({ key: 'k', payload: 1 })).rejects.toMatchObject({ code: 'closed' });
  });

  test('closing does not wait for ever for one that does not open', async () => {
    let finish = (): void => {};
    const { frame, steps, waits, deploy } = framed(() => new Promise((resolve) => (finish = resolve)));
    void deploy({ a: on('x') });
    await vi.waitFor(() => expect(finish).not.toBeUndefined());
    const closed = frame.close();
    await vi.waitFor(() => expect(waits).toHaveLength(1)); // so long it is waited for
    waits[0]?.go();
    await closed;
    finish();
    await vi.waitFor(() => expect(steps).toEqual(['open a x', 'close a x'])); // and closed all the same
  });
});

describe('an engine that is served', () => {
  const ingest = (on: string): string =>
    JSON.stringify({
      format: 'sagaloom/v1',
      name: 'ingest',
      triggers: { files: { type: 'file', pattern: 'inbox/*.csv', settle: '20ms', on: [on] } },
      start: 'done',
      steps: { done: { type: 'succeed', output: '{% input.path %}' } },
    });

  async function served(workspace: string) {
    const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null });
    onTestFinished(() => host.close());
    const compiled = compile(ingest('created'));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const { definition, hash } = compiled;
    await host.context.engine.deploy({ definition: toJsonObject(definition), hash, by: 'me' });
    return host;
  }

  test('[LI5] starts one run for each file, over its lives', async () => {
    const workspace = testFolder();
    await mkdir(path.join(workspace, 'inbox'));
    const first = await served(workspace);
    const runs = () => first.context.engine.reader.runs({}).items;
    await writeFile(path.join(workspace, 'inbox', 'a.csv'), 'one');
    await vi.waitFor(() => expect(runs()).toMatchObject([{ workflow: 'ingest', output: 'inbox/a.csv' }]), 10_000);
    await first.close();
    await writeFile(path.join(workspace, 'inbox', 'b.csv'), 'two');
    const second = await served(workspace);
    const later = second.context.engine;
    await vi.waitFor(async () => {
      const all = await later.deliveries({ limit: 9 });
      expect(all.map(({ status, duplicates }) => [status, duplicates])).toEqual([
        ['started', 0],
        ['started', 1],
      ]);
    }, 10_000);
    expect(later.reader.runs({}).items).toHaveLength(2);
  });
});
