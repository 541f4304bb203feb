import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { saga } from '../testing/place.ts';
import { collector } from './testing/collector.ts';
import { byId, closedSpans, exporting, task } from './testing/exporting.ts';

/** `SAGALOOM_KILLS=100 vitest run engine/server/telemetry/killed.test.ts` for longer. */
const KILLS = Number(process.env['SAGALOOM_KILLS'] ?? 5);
const script = path.join(import.meta.dirname, 'testing', 'sending-child.ts');

const order = saga({
  name: 'order',
  start: 'place',
  steps: {
    place: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: task({ next: 'nap' }),
        nap: { type: 'wait', for: '20ms', next: 'charge' },
        charge: task({ next: 'ship' }),
        ship: { type: 'fail', error: { type: 'shop.closed', message: 'Closed today.' } },
      },
    },
  },
});

/** Runs until it is killed, at a moment of chance. */
async function lived(workspace: string, env: Record<string, string>): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [script, workspace, order], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (child.stdout === null) throw new Error('no stdout');
  await once(child.stdout, 'data');
  await sleep(Math.random() * 2_500); // the moment of the kill, not a wait for something
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test(
  `an engine that is killed ${KILLS} times while it runs and sends: the collector has the spans of all histories, none else`,
  { timeout: 60_000 + KILLS * 10_000 },
  async () => {
    const workspace = testFolder();
    const to = await collector();
    let requests = 0;
    /** Some answers never come, some come late, some ask for patience. */
    to.answer = () => {
      requests += 1;
      if (requests % 7 === 3) return { status: 503, headers: { 'retry-after': '0' } };
      return requests % 5 === 1 ? { until: sleep(30) } : {};
    };
    const env = {
      XDG_STATE_HOME: `${workspace}/.state`,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces`,
      OTEL_BSP_SCHEDULE_DELAY: '10',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '7',
    };
    for (let kill = 0; kill < KILLS; kill += 1) await lived(workspace, env);
    const last = await exporting(env, workspace);
    const runIds: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await last.client.runs.list({ limit: 500, cursor });
      runIds.push(...page.items.map(({ runId }) => runId));
      if (page.next === null) break;
      cursor = page.next;
    }
    await Promise.all(runIds.map((runId) => last.host.context.engine.settled(runId)));
    const all = byId(closedSpans(last.host, runIds));
    await vi.waitFor(() => expect(byId(to.spans()).size).toBe(all.size), { timeout: 30_000, interval: 50 });
    expect(byId(to.spans())).toEqual(all);
    expect(runIds.length).toBeGreaterThan(KILLS);
    console.log(`${runIds.length} runs, ${all.size} spans, ${to.spans().length - all.size} sent twice`);
    await last.close();
    await to.close();
  },
);
