import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { makeWorkspace } from '../testing/place.ts';

const shop = path.join(import.meta.dirname, '..', '..', '..', 'examples', 'shop', 'main.ts');
const module = path.join(import.meta.dirname, 'demo.ts');

describe('the demo', () => {
  test('no shop outlives its app, killed with SIGKILL or not', async () => {
    const workspace = await makeWorkspace();
    const script = `
      const { Demo } = await import(${JSON.stringify(module)});
      const demo = new Demo(${JSON.stringify(shop)}, ${JSON.stringify(workspace)});
      await demo.start();
      console.log(demo.url);
      setInterval(() => {}, 1_000);`;
    const app = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface({ input: app.stdout }), 'line')) as [string];
    expect((await fetch(`${url}/books`)).ok).toBe(true);
    app.kill('SIGKILL');
    const isGone = async () =>
      fetch(`${url}/books`).then(
        () => false,
        () => true,
      );
    await expect.poll(isGone, { timeout: 10_000 }).toBe(true);
  }, 60_000);
});
