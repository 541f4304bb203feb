import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { openReader } from '../../node/index.ts';
import type { RunSummary } from '../../contract/index.ts';
import { createEngineHost } from '../host.ts';

/** `SAGALOOM_KILLS=100 vitest run engine/server/triggers/killed.test.ts` for longer. */
const KILLS = Number(process.env['SAGALOOM_KILLS'] ?? 4);
const SENDERS = 4;
const script = path.join(import.meta.dirname, 'testing', 'served-child.ts');

/** A server in a process of its own, told apart by where it listens; null: it was killed before. */
async function served(workspace: string): Promise<{ child: ChildProcess; url: string } | null> {
  const child = spawn(process.execPath, [script, workspace], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (child.stdout === null) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => null)]);
  if (first === null) return null;
  return { child, url: (JSON.parse(String(first[0])) as { url: string }).url };
}

test(
  `[LI5][TR1] a server that is killed ${KILLS} times: a run for each key that is sent until it is answered, each file and each moment`,
  { timeout: 60_000 + KILLS * 5_000 },
  async () => {
    const workspace = testFolder();
    await mkdir(path.join(workspace, 'inbox'));
    const at = { url: '', isOver: false };
    const answered = new Map<string, Set<unknown>>();
    const files: string[] = [];

    /** One key after the other; each again and again until it is answered, and then once more. */
    const send = async (sender: number): Promise<void> => {
      for (let i = 0; !at.isOver; i += 1) {
        const key = `${sender}-${i}`;
        answered.set(key, new Set());
        for (let answers = 0; answers < 2 && !at.isOver;) {
          const headers = { 'idempotency-key': key };
          const response = await fetch(`${at.url}hooks/order/hook`, { method: 'POST', headers, body: '{}' }).catch(
            () => null,
          );
          if (response?.ok !== true) {
            await pause(5);
            continue;
          }
          const body = (await response.json().catch(() => null)) as { runId: string } | null;
          if (body === null) continue;
          answered.get(key)?.add(body.runId);
          answers += 1;
        }
      }
    };
    const drop = async (): Promise<void> => {
      for (let i = 0; !at.isOver; i += 1) {
        files.push(`inbox/${i}`);
        const draft = path.join(workspace, `draft-${i}`); // moved in whole: a busy writer may be slower than `settle`
        await writeFile(draft, `file ${i}`);
        await rename(draft, path.join(workspace, 'inbox', String(i)));
        await pause(50);
      }
    };

    const world: Promise<void>[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const server = await served(workspace);
      if (server === null) throw new Error('the server did not start');
      at.url = server.url;
      if (world.length === 0) world.push(drop(), ...Array.from({ length: SENDERS }, (_, i) => send(i)));
      await pause(100 + Math.random() * 900);
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
    }
    at.isOver = true;
    await Promise.all(world);

    const runs = await afterwards(workspace, files);
    const outputs = runs.map(({ output }) => (typeof output === 'string' ? output : JSON.stringify(output)));
    expect(outputs).toHaveLength(new Set(outputs).size); // one a key, one a file, one a moment
    expect(outputs).toEqual(expect.arrayContaining(files));
    const byKey = new Map(runs.map(({ output, runId }) => [output, runId]));
    const sent = [...answered].filter(([, ids]) => ids.size > 0);
    for (const [key, ids] of sent) expect([key, [...ids]]).toEqual([key, [byKey.get(key)]]);
    expect(sent.length).toBeGreaterThan(KILLS);
    const seconds = outputs.filter((output) => output.endsWith('Z')).map((output) => Date.parse(output) / 1_000);
    const all = Array.from({ length: seconds.length }, (_, i) => Math.min(...seconds) + i);
    expect(seconds.toSorted((a, b) => a - b)).toEqual(all); // also those of when nobody was there
  },
);

/** What the next engine finds, and finishes. */
async function afterwards(workspace: string, files: readonly string[]): Promise<readonly RunSummary[]> {
  const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null });
  const { engine } = host.context;
  const isDone = async (): Promise<boolean> => {
    const pending = await engine.deliveries({ limit: 1, status: 'pending' });
    const paths = new Set((await engine.deliveries({ limit: 500_000, type: 'file' })).map(({ about }) => about.path));
    return pending.length === 0 && files.every((file) => paths.has(file));
  };
  while (!(await isDone())) await pause(20);
  await host.close();
  const reader = openReader(path.join(workspace, '.sagaloom', 'runs.db'));
  const runs: RunSummary[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = reader.runs({ limit: 500, cursor: cursor || null });
    runs.push(...page.items);
    cursor = page.next;
  }
  reader.close();
  return runs.filter(({ endedAt }) => endedAt !== null);
}
