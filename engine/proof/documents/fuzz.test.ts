import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, type CompileResult } from '../../core/index.ts';
import type { Json } from '../../core/json.ts';
import { type Random, randomFrom } from '../random.ts';
import { simulate } from '../simulation/simulate.ts';
import { documentFrom, type Kind } from './generate.ts';
import { kinds } from './made.ts';
import { mutated, mutatedText } from './mutate.ts';

const COUNT = Number(process.env['SAGALOOM_FUZZ'] ?? 1_000);
/** What one document may take to be compiled: a hang would be seen, a slow machine is no bug. */
const HANG_MS = 5_000;

const examples = join(import.meta.dirname, '..', '..', '..', 'examples');
const texts = globSync('*/*.saga.json', { cwd: examples }).map((file) => readFileSync(join(examples, file), 'utf8'));
const everyKind: readonly Kind[] = [...kinds, 'child', 'continueAsNew'];

interface Case {
  readonly name: string;
  readonly make: (random: Random) => string | Json;
}

const madeFrom = (random: Random): Json => documentFrom(random, { kinds: everyKind, depth: random.between(0, 3) });
const anExample = (random: Random): string => random.pick(texts) ?? '';

const cases: readonly Case[] = [
  { name: 'documents made at random', make: madeFrom },
  { name: 'made ones with a part changed', make: (random) => mutated(madeFrom(random), random, random.between(1, 3)) },
  {
    name: 'examples with a part changed',
    make: (random) => mutated(JSON.parse(anExample(random)) as Json, random, random.between(1, 3)),
  },
  {
    name: 'examples with bytes changed',
    make: (random) => mutatedText(anExample(random), random, random.between(1, 4)),
  },
  { name: 'rubbish', make: (random) => mutatedText('{"format":"sagaloom/v1"}', random, 30) },
];

/** DF4: diagnostics, or what can run; nothing thrown, nothing that takes for ever. */
function compiled(source: string | Json): CompileResult {
  const startedAt = performance.now();
  const result = compile(source);
  expect(performance.now() - startedAt).toBeLessThan(HANG_MS);
  if (!result.ok) expect(result.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  return result;
}

describe('[DF4] whatever the file holds, it compiles or says what is wrong', () => {
  test.each(cases)(
    '$name',
    ({ make }) => {
      let good = 0;
      for (let seed = 1; seed <= COUNT; seed += 1) {
        const source = make(randomFrom(seed));
        try {
          if (compiled(source).ok) good += 1;
        } catch (error) {
          throw new Error(`seed ${seed}: ${typeof source === 'string' ? source : JSON.stringify(source)}`, {
            cause: error,
          });
        }
      }
      console.log(`fuzz: ${COUNT} documents, ${good} compile`);
      expect(good).toBeLessThanOrEqual(COUNT);
    },
    120_000,
  );

  test('[DF3] what compiled once compiles to itself', () => {
    for (let seed = 1; seed <= COUNT / 4; seed += 1) {
      const once = compile(madeFrom(randomFrom(seed)));
      if (!once.ok) continue;
      const again = compile(JSON.parse(JSON.stringify(once.definition)) as Json);
      expect(again.ok && again.hash, `seed ${seed}`).toBe(once.hash);
    }
  }, 60_000);
});

describe('[MA4] what compiles comes to an end', () => {
  test('documents changed by chance, under the simulator', async () => {
    let runs = 0;
    for (let seed = 1; seed <= COUNT / 4; seed += 1) {
      const random = randomFrom(seed);
      const base = random.chance(0.5)
        ? (JSON.parse(anExample(random)) as Json)
        : documentFrom(random, { kinds, depth: 2 });
      const result = compile(mutated(base, random, random.between(1, 2)));
      if (!result.ok) continue;
      const definition = JSON.parse(JSON.stringify(result.definition)) as Json & object;
      const { problems } = await simulate({ seed, made: [{ definition: definition as never, hash: result.hash }] });
      expect(problems, `seed ${seed}`).toEqual([]);
      runs += 1;
    }
    console.log(`fuzz: ${runs} changed documents run to their end`);
    expect(runs).toBeGreaterThan(COUNT / 40);
  }, 120_000);
});
