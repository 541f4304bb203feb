import { createRouterClient } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import type { Heat, HeatAsked, HeatUpdate } from '../../contract/index.ts';
import { toOtlpJson } from '../../telemetry/index.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { makeWorkspace, saga } from '../testing/place.ts';
import { HeatCache } from './cache.ts';
import { heatUpdates } from './heat.ts';
import { noTraces } from './traces.ts';

const open: EngineHost[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()));
});

async function makeClient() {
  const workspace = await makeWorkspace();
  const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null, env: {} });
  open.push(host);
  return { host, client: createRouterClient(host.router, { context: host.context }) };
}

/** Takes one of two ways, by its input. */
const parted = (more: object = {}) =>
  saga({
    name: 'parted',
    input: { type: 'object' },
    start: 'which',
    steps: {
      which: { type: 'choice', branches: [{ when: '{% input.large %}', next: 'large' }], otherwise: 'small' },
      large: { type: 'set', assign: {}, next: 'done' },
      small: { type: 'set', assign: {}, next: 'done' },
      done: { type: 'succeed' },
      ...more,
    },
  });

type Client = Awaited<ReturnType<typeof makeClient>>['client'];

async function runAll(client: Client, document: string, inputs: readonly boolean[]): Promise<void> {
  for (const large of inputs) {
    const { runId } = await client.runs.start({ document, input: { large } });
    for await (const _ of await client.runs.watch({ runId })); // to its end
  }
}

async function heatFrom(updates: AsyncIterable<HeatUpdate>): Promise<{ heat: Heat; kinds: readonly string[] }> {
  const kinds: string[] = [];
  for await (const update of updates) {
    kinds.push(update.kind);
    if (update.kind === 'heat') return { heat: update.heat, kinds };
  }
  throw new Error('no heat came');
}

const ask = async (client: Client, asked: HeatAsked) => heatFrom(await client.heat.get(asked));
const enteredOf = (heat: Heat) => Object.fromEntries(heat.steps.map(({ step, entered }) => [step, entered]));

test('over real runs: traffic by step and by way, after some progress', async () => {
  const { client } = await makeClient();
  await runAll(client, parted(), [true, false, false]);
  const { heat, kinds } = await ask(client, { workflow: 'parted' });
  expect(kinds[0]).toBe('progress');
  expect(heat).toMatchObject({ workflow: 'parted', source: 'runs', runs: 3, more: false });
  expect(enteredOf(heat)).toEqual({ which: 3, large: 1, small: 2, done: 3 });
  expect(heat.flows).toContainEqual({ from: 'which', exit: 'otherwise', error: null, to: 'small', count: 2 });
  expect(heat.flows).toContainEqual({ from: 'which', exit: 'branch:0', error: null, to: 'large', count: 1 });
});

test('so many, in a status, of a version, in a time: what does not fit does not count', async () => {
  const { client } = await makeClient();
  await runAll(client, parted(), [true, true]);
  const between = new Date().toISOString();
  await runAll(client, parted({ never: { type: 'succeed' } }), [false]);
  const { heat } = await ask(client, { workflow: 'parted' });
  expect(heat.versions.map(({ runs }) => runs)).toEqual([2, 1]);
  const hash = heat.versions[0]?.hash;
  expect(enteredOf((await ask(client, { workflow: 'parted', ...(hash ? { hash } : {}) })).heat)).toMatchObject({
    large: 2,
    which: 2,
  });
  expect((await ask(client, { workflow: 'parted', limit: 1 })).heat).toMatchObject({ runs: 1, more: true });
  expect((await ask(client, { workflow: 'parted', statuses: ['failed'] })).heat.runs).toBe(0);
  expect((await ask(client, { workflow: 'parted', statuses: ['failed', 'completed'] })).heat.runs).toBe(3);
  expect(enteredOf((await ask(client, { workflow: 'parted', until: between })).heat)).not.toHaveProperty('small');
  expect(enteredOf((await ask(client, { workflow: 'parted', since: between })).heat)).not.toHaveProperty('large');
  expect((await ask(client, { workflow: 'no such' })).heat).toMatchObject({ runs: 0, steps: [], from: null });
});

test('what was read once is not read again, unless it went on; whoever goes away ends the work', async () => {
  const { client, host } = await makeClient();
  await runAll(client, parted(), [true, false]);
  const { reader } = host.context.engine;
  let read = 0;
  const counting = {
    ...reader,
    history: (...given: Parameters<typeof reader.history>) => {
      read += 1;
      return reader.history(...given);
    },
  };
  const places = { reader: counting, traces: noTraces, cache: new HeatCache() };
  const first = await heatFrom(heatUpdates(places, { workflow: 'parted' }));
  const before = read;
  expect(before).toBeGreaterThan(0);
  expect((await heatFrom(heatUpdates(places, { workflow: 'parted' }))).heat).toEqual(first.heat);
  expect(read).toBe(before);
  await runAll(client, parted(), [true]);
  expect((await heatFrom(heatUpdates(places, { workflow: 'parted' }))).heat.runs).toBe(3);
  expect(read).toBeGreaterThan(before);

  const gone = new AbortController();
  const updates = heatUpdates({ ...places, cache: new HeatCache() }, { workflow: 'parted' }, gone.signal);
  gone.abort();
  await expect(heatFrom(updates)).rejects.toThrow(/abort/i);
});

test('over traces that were imported: the same as over the runs they are of', async () => {
  const { client } = await makeClient();
  await runAll(client, parted(), [true, false, true]);
  const { importId } = await client.traces.import.begin({ name: 'runs.jsonl' });
  for (const { runId } of (await client.runs.list({})).items) {
    const text = `${JSON.stringify(toOtlpJson(await client.traces.get({ runId })))}\n`;
    await client.traces.import.append({ importId, chunk: new Blob([text]) });
  }
  expect(await client.traces.import.end({ importId })).toMatchObject({ traces: 3, refused: 0 });
  const runs = await ask(client, { workflow: 'parted' });
  const traces = await ask(client, { workflow: 'parted', source: 'traces' });
  expect(traces.heat).toMatchObject({ source: 'traces', runs: 3, versions: runs.heat.versions });
  expect(enteredOf(traces.heat)).toEqual(enteredOf(runs.heat));
  expect(new Set(traces.heat.flows.map((flow) => JSON.stringify(flow)))).toEqual(
    new Set(runs.heat.flows.map((flow) => JSON.stringify(flow))),
  );
  const other = await ask(client, { workflow: 'parted', source: 'traces', hash: 'no such version' });
  expect(other.heat).toMatchObject({ runs: 0, versions: runs.heat.versions });
});
