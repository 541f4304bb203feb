/**
 * Where the time of W1 goes, 64 runs in flight: writes a `.cpuprofile` and prints the functions that take most for themselves.
 * `node engine/bench/profile.ts [--runs 5000] [--rows 40] [--in-flight 64] [--out w1.cpuprofile]`
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chain, STEPS } from './engine/definitions.ts';
import { openBenchEngine } from './engine/host.ts';
import { completeRun } from './engine/runs.ts';
import { inFolder } from './measure/folder.ts';
import { throughput } from './measure/lanes.ts';
import { profiled } from './profile/cpu.ts';
import { selfTimes, table } from './profile/self-time.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    rows: { type: 'string', default: '40' },
    'in-flight': { type: 'string', default: '64' },
    out: { type: 'string', default: join(tmpdir(), 'w1.cpuprofile') },
  },
});

await inFolder(async (folder) => {
  const engine = await openBenchEngine(join(folder, 'w1.db'));
  const definition = chain();
  const load = { inFlight: Number(values['in-flight']), runs: Number(values.runs), stepsPerRun: STEPS };
  const run = (): Promise<void> => completeRun(engine, definition);
  await throughput({ ...load, runs: Math.ceil(load.runs / 5) }, run); // until V8 has compiled what is hot
  const profile = await profiled(async () => {
    console.log(await throughput(load, run));
  });
  await engine.close();
  await writeFile(values.out, JSON.stringify(profile));
  console.log(table(selfTimes(profile, resolve(import.meta.dirname, '../..')), Number(values.rows)));
  console.log(`\nThe profile is in ${resolve(values.out)}; open it in Chrome's DevTools (Performance) or VS Code.`);
});
