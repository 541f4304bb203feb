import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suiteFolder } from '../../node/testing/folder.ts';
import { randomFrom } from '../random.ts';
import { type Cut, cuts, Disk, type Files } from './disk.ts';
import type { Note } from './notes.ts';
import { type Said, saidIn } from './said.ts';
import { compiledShim } from './shim.ts';
import { live, type LifeOptions, moments, powerFaults, putBack } from './trial.ts';

const CUTS = Number(process.env['SAGALOOM_POWER_CUTS'] ?? 60);
const LIVES = Number(process.env['SAGALOOM_POWER_LIVES'] ?? 2);
const seed = Number(process.env['SAGALOOM_SEED'] ?? Date.now() % 1_000_000);

const folder = suiteFolder();
const library = compiledShim(folder);
if (library === null) console.warn('POWER LOSS IS NOT TESTED: there is no C compiler (cc), or this is not Linux.');

const life = (options: Partial<LifeOptions> & { name: string }): Promise<readonly Note[]> =>
  live({
    library: library ?? '',
    folder: join(folder, options.name),
    seed,
    life: 0,
    runs: 8,
    forMs: 30_000,
    ...options,
  });

interface Cuts {
  readonly name: string;
  readonly when: readonly number[];
  /** Each by chance where it is not said. */
  readonly how?: Cut;
  /** Goes no further once it found something. */
  readonly isToFind?: boolean;
}

/** Faults at so many moments, each cut in one way; and what the moments were worth. */
async function cutAt(notes: readonly Note[], { name, when, how, isToFind = false }: Cuts) {
  const random = randomFrom(seed);
  const disk = new Disk();
  const said: Said[] = [];
  const faults: string[] = [];
  let next = 0;
  for (const at of when) {
    if (isToFind && faults.length > 0) break;
    for (const note of notes.slice(next, at + 1)) {
      disk.take(note);
      said.push(...saidIn(note));
    }
    next = at + 1;
    const cut = how ?? random.oneOf(cuts);
    const found = await powerFaults(disk.cut(cut, random), said, join(folder, `${name}-cut`));
    faults.push(...found.map((fault) => `cut ${cut} after note ${at}: ${fault}`));
  }
  return { faults, said: said.length };
}

describe.skipIf(library === null)('when the power goes', () => {
  test(`[HO1] at ${CUTS} moments, nothing is lost of what was said, whatever becomes of what was not synced`, async () => {
    const notes = await life({ name: 'full' });
    const { faults, said } = await cutAt(notes, { name: 'full', when: moments(notes, CUTS, randomFrom(seed)) });
    console.log(
      `power: ${notes.length} notes (${notes.filter(({ kind, path }) => kind === 'written' && path.endsWith('.db')).length} writes to the database itself), ${notes.filter(({ kind }) => kind === 'synced').length} syncs, ${said} things said, ${CUTS} cuts, seed ${seed}`,
    );
    expect(faults, `seed ${seed}`).toEqual([]);
    expect(said).toBeGreaterThan(40); // a start each, at least
  }, 120_000);

  test(`[HO1] [HO6] ${LIVES} times in a row, the engine goes on from what is left`, async () => {
    const random = randomFrom(seed);
    let files: Files = new Map();
    const said: Said[] = [];
    for (let n = 0; n < LIVES; n += 1) {
      const place = join(folder, 'row');
      putBack(files, place);
      const notes = await life({ name: 'row', life: n, forMs: random.between(200, 900) });
      const at = random.between(Math.floor(notes.length / 2), notes.length);
      const disk = new Disk(new Map(Array.from(files, ([path, bytes]) => [path, bytes] as const)));
      for (const note of notes.slice(0, at)) disk.take(note);
      said.push(...notes.slice(0, at).flatMap(saidIn));
      files = disk.cut(random.oneOf(cuts), random);
      expect(await powerFaults(files, said, join(folder, 'row-cut')), `life ${n}, seed ${seed}`).toEqual([]);
    }
  }, 120_000);

  test.each([
    ['synchronous = OFF', { synchronous: 'OFF' }],
    ['synchronous = NORMAL', { synchronous: 'NORMAL' }],
    ['a disk that lies', { lies: true }],
  ] as const)(
    'planted: with %s something is found to be lost',
    async (name, options) => {
      const notes = await life({ name: name.replaceAll(/\W/g, ''), runs: 2, ...options });
      // Right after something was said: what it says cannot be on the disk then, unless a checkpoint synced it by chance.
      const when = notes.flatMap((note, at) => (saidIn(note).length > 0 ? [at] : []));
      const cutsOf = { name: name.replaceAll(/\W/g, ''), when, how: 'none', isToFind: true } as const;
      const { faults } = await cutAt(notes, cutsOf);
      expect(faults, `seed ${seed}`).not.toEqual([]);
    },
    120_000,
  );
});
