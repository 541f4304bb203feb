import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';
import { documentOf, shapes } from '../core/testing/definitions.ts';
import { memoryJournal } from '../memory/journal.ts';
import { openWritable } from '../node/database.ts';
import { sqliteJournal } from '../node/journal.ts';
import { testFolder } from '../node/testing/folder.ts';
import type { Journal } from './ports.ts';
import { simulate } from './testing/simulate.ts';

const RUNS = Number(process.env['SIMULATIONS'] ?? 60);

/** Rejects with the smallest case that goes wrong. */
function simulations(numRuns: number, open: () => Journal): Promise<void> {
  const property = fc.asyncProperty(shapes, fc.integer(), async (block, seed) => {
    const compiled = compile({ format: 'sagaloom/v1', name: 'test', ...documentOf(block, undefined) });
    fc.pre(compiled.ok); // a definition that is refused never runs
    const definition = JSON.parse(JSON.stringify(compiled.definition)) as JsonObject;
    expect(await simulate(open(), definition, seed)).toEqual([]);
  });
  return fc.assert(property, { numRuns });
}

describe('whatever the world, the machine and people do, histories stay sound and every run comes to rest', () => {
  test('on the journal in memory', { timeout: 600_000 }, async () => {
    await expect(simulations(RUNS, memoryJournal)).resolves.toBeUndefined();
  });

  test('on the journal in SQLite', { timeout: 600_000 }, async () => {
    const folder = testFolder();
    let files = 0;
    const fresh = (): Journal => {
      const file = `${folder}/${(files += 1)}.db`;
      return sqliteJournal(openWritable(file), file);
    };
    await expect(simulations(Math.ceil(RUNS / 6), fresh)).resolves.toBeUndefined();
  });
});
