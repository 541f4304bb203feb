import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../../node/index.ts';
import { suiteFolder, testFolder } from '../../node/testing/folder.ts';
import { madeFrom } from '../documents/made.ts';
import { type Random, randomFrom } from '../random.ts';

const COUNT = Number(process.env['SAGALOOM_DAMAGE'] ?? 12);
const RUNS = 12;
const HANG_MS = 20_000;
const HANGS = 'it hangs';

const folder = suiteFolder();

/** A database in which some runs have ended and some wait. */
async function recorded(): Promise<string> {
  const file = join(folder, 'runs.db');
  const random = randomFrom(1);
  const engine = await openEngine({
    database: file,
    activities: { perform: async () => ({ kind: 'completed', output: 1 }) },
  });
  for (let i = 0; i < RUNS; i += 1) {
    const { definition, hash } = madeFrom(random, 'damage');
    await engine.start({ definition, hash, runId: `r${i}`, input: { left: 1 }, config: {}, by: 'test' });
  }
  await engine.close();
  return file;
}

/** Some bytes are others; or a page is another; or the end is missing. */
function damaged(bytes: Buffer, random: Random): Buffer {
  const made = Buffer.from(bytes);
  const at = random.below(made.length);
  const kind = random.below(4);
  if (kind === 0) return made.subarray(0, at);
  if (kind === 1) made.fill(random.below(256), at, Math.min(at + 4_096, made.length));
  else for (let i = random.between(1, 20); i > 0; i -= 1) made[random.below(made.length)] = random.below(256);
  return made;
}

/** Opens it, looks at all of it, and goes on with what is open; what is thrown its caller hears of. */
async function used(file: string, problems: string[]): Promise<void> {
  const note = (what: string, error: unknown): void => {
    if (error instanceof Error && error.message === HANGS)
      problems.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
  };
  try {
    const activities = { perform: async () => ({ kind: 'completed', output: 1 }) as const };
    const engine = await openEngine({ database: file, activities, onWarning: () => undefined });
    const looks: readonly (() => unknown)[] = [
      () => engine.reader.runs({ limit: 100 }),
      ...Array.from({ length: RUNS }, (_, i) => () => engine.reader.history(`r${i}`)),
      ...Array.from({ length: RUNS }, (_, i) => () => engine.command(`r${i}`, { type: 'cancel', by: 'test' })),
      () => engine.rebuildProjections(),
    ];
    for (const look of looks)
      try {
        await soon(look());
      } catch (error) {
        note(`a look ${look.toString()}`, error);
      }
    await soon(engine.close());
  } catch (error) {
    note('opening or closing', error);
  }
}

/** A hang is a fault too. */
async function soon(work: unknown): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(HANGS)), HANG_MS);
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

test(`${COUNT} damaged databases: each is used or refused; none is waited on for ever, none takes the process with it`, async () => {
  const bytes = readFileSync(await recorded());
  const problems: string[] = [];
  for (let seed = 1; seed <= COUNT; seed += 1) {
    const place = testFolder();
    const file = join(place, 'runs.db');
    writeFileSync(file, damaged(bytes, randomFrom(seed)));
    const before = problems.length;
    await used(file, problems);
    if (problems.length > before) copyFileSync(file, join(folder, `seed-${seed}.db`));
    rmSync(place, { recursive: true, force: true });
  }
  expect(problems).toEqual([]);
}, 120_000);
