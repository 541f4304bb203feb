import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { activity, isAlive } from './testing/workspace.ts';

const script = path.join(import.meta.dirname, 'testing', 'engine-child.ts');

test.for(['SIGKILL', 'SIGTERM'] as const)(
  'no process outlives its engine after %s: not in an endless loop, and not what it started',
  async (signal) => {
    const folder = testFolder();
    mkdirSync(path.join(folder, 'activities'));
    const started = "const { spawn } = await import('node:child_process'); console.log(spawn('sleep', ['600']).pid);";
    const pid = 'console.log(process.pid); await new Promise((done) => setTimeout(done, 20));';
    writeFileSync(path.join(folder, 'activities', 'loop.ts'), activity('loop', `${started} ${pid} for (;;);`));
    writeFileSync(path.join(folder, 'activities', 'wait.ts'), activity('wait', `${pid} await new Promise(() => {});`));
    const engine = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void engine.kill('SIGKILL'));
    const pids: number[] = [];
    for await (const line of createInterface({ input: engine.stdout })) {
      pids.push(Number(line));
      if (pids.length === 3) break;
    }
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    engine.kill(signal);
    await once(engine, 'exit');
    await expect.poll(() => pids.some(isAlive), { timeout: 10_000 }).toBe(false);
  },
);
