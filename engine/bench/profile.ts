/**
 * Where the time of W1 goes, 64 runs in flight: writes a `.cpuprofile` and prints the functions that take most for themselves.
 * `node engine/bench/profile.ts [--seconds 5] [--rows 40] [--in-flight 64] [--out w1.cpuprofile]`
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { onEngine } from './engine/subject.ts';
import { inFolder } from './measure/folder.ts';
import { underLoad } from './measure/under-load.ts';
import { profiled } from './profile/cpu.ts';
import { selfTimes, table } from './profile/self-time.ts';
import { STEPS } from './workload.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '40' },
    'in-flight': { type: 'string', default: '64' },
    out: { type: 'string', default: join(tmpdir(), 'w1.cpuprofile') },
  },
});

const load = { inFlight: Number(values['in-flight']), seconds: Number(values.seconds), stepsPerRun: STEPS };
const measure = (folder: string): Promise<void> =>
  onEngine('chain', join(folder, 'runs.db'), async (subject) => {
    await underLoad({ ...load, seconds: 1 }, subject); // until V8 has compiled what is hot
    const profile = await profiled(async () => console.log(await underLoad(load, subject)));
    await writeFile(values.out, JSON.stringify(profile));
    console.log(table(selfTimes(profile, resolve(import.meta.dirname, '../..')), Number(values.rows)));
    console.log(`\nThe profile is in ${resolve(values.out)}; Chrome's DevTools (Performance) and VS Code open it.`);
  });
await inFolder(measure);
