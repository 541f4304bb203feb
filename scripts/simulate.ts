/**
 * `npm run simulate -- --help`: the real runtime in a world that a seed decides.
 * Prints the first seed at which something is wrong, which is then the whole case: `--from SEED --seeds 1 --trace` shows it step by step.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Plant, plantNames, plants } from '../engine/proof/simulation/plants.ts';
import { series, simulateSeed, type Sum } from '../engine/proof/simulation/series.ts';

const USAGE = 'npm run simulate -- [--from SEED] [--seeds N] [--steps N] [--plant NAME] [--trace]';

function read() {
  return parseArgs({
    options: {
      from: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1000' },
      steps: { type: 'string', default: '0' },
      plant: { type: 'string' },
      trace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

function asked(): ReturnType<typeof read> {
  try {
    const values = read();
    if (!values.help) return values;
    console.log(`${USAGE}\nFaults that can be planted: ${plantNames.join(', ')}.`);
    process.exit(0);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error)); // no such option
  }
}

function refuse(message: string): never {
  console.error(`${message} Usage: ${USAGE}`);
  process.exit(2);
}

const values = asked();

const REPORT_EVERY_MS = 10_000;
const plant = plantOf(values.plant);
/** In memory where there is such a place: nothing here is about real disks. */
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sagaloom-simulate-'));

function plantOf(name: string | undefined): Plant | undefined {
  if (name === undefined) return undefined;
  const known = plantNames.find((each) => each === name);
  if (known === undefined) return refuse(`There is no plant ${name}; there are ${plantNames.join(', ')}.`);
  return plants[known];
}

const numbers = new Intl.NumberFormat('en');
let reportedAt = performance.now();

function report(sum: Sum): void {
  if (performance.now() - reportedAt < REPORT_EVERY_MS) return;
  reportedAt = performance.now();
  console.log(`… ${numbers.format(sum.seeds)} seeds, ${numbers.format(sum.steps)} steps`);
}

try {
  const from = Number(values.from);
  const sum = await series({
    from,
    seeds: Number(values.seeds),
    steps: Number(values.steps),
    plant,
    folder,
    onSeed: report,
  });
  const { seeds, onSqlite, steps, crashes, runs, events, seconds, failure } = sum;
  const last = from + seeds - 1;
  console.log(
    `seeds ${from} to ${last} (${numbers.format(onSqlite)} on SQLite): ${numbers.format(steps)} steps in ${seconds.toFixed(1)} s, ` +
      `${numbers.format(Math.round(steps / seconds))} a second; ${numbers.format(runs)} runs, ${numbers.format(events)} events, ` +
      `${numbers.format(crashes)} crashes`,
  );
  if (values.trace)
    for (const line of (await simulateSeed({ seed: last, plant, folder, keepTrace: true })).trace) console.log(line);
  if (failure) {
    console.log(`FAILED at seed ${failure.seed} (trace ${failure.hash}):`);
    for (const problem of failure.problems) console.log(`  ${problem}`);
    const again = values.plant === undefined ? '' : ` --plant ${values.plant}`;
    console.log(`again: npm run simulate -- --from ${failure.seed} --seeds 1 --trace${again}`);
  } else console.log('no invariant broke');
  process.exitCode = failure ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
