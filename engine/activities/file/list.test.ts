import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { matches, mayMatchBelow } from './glob.ts';
import { workspaceOfTest } from './testing/workspace.ts';

const { put, done, failure } = workspaceOfTest();

describe('file: list', () => {
  beforeEach(() => {
    for (const name of [
      'a.csv',
      'b.txt',
      'in/c.csv',
      'in/deep/d.csv',
      'in/deep/e.txt',
      '.git/config',
      'node_modules/x.csv',
      'secrets.json',
    ])
      put(name, name);
  });
  const listed = async (glob?: string, folder = '.'): Promise<string[]> =>
    (await done({ action: 'list', path: folder, ...(glob !== undefined && { glob }) })).entries.map(
      (each) => each.path,
    );

  test('by default what is directly in it, in order, and nothing that is off limits', async () => {
    expect((await done({ action: 'list', path: '.' })).entries).toMatchObject([
      { path: 'a.csv', type: 'file', size: 5 },
      { path: 'b.txt', type: 'file' },
      { path: 'in', type: 'folder' },
    ]);
    expect(await listed(undefined, 'in/deep')).toEqual(['in/deep/d.csv', 'in/deep/e.txt']);
    expect(await failure({ action: 'list', path: 'none' })).toMatchObject({ type: 'file.absent', effect: 'none' });
  });

  test('globs', async () => {
    expect(await listed('*.csv')).toEqual(['a.csv']);
    expect(await listed('**/*.csv')).toEqual(['a.csv', 'in/c.csv', 'in/deep/d.csv']);
    expect(await listed('**/deep/*')).toEqual(['in/deep/d.csv', 'in/deep/e.txt']);
    expect(await listed('*/c.csv')).toEqual(['in/c.csv']);
    expect(await listed('?.csv')).toEqual(['a.csv']);
    expect(await listed('../*')).toEqual([]);
    expect(await listed('.git/*')).toEqual([]);
  });

  test('more than asked for is an error', async () => {
    expect(await failure({ action: 'list', path: '.', maxEntries: 2 })).toMatchObject({
      type: 'file.tooMany',
      effect: 'none',
      retryable: false,
    });
    expect(await done({ action: 'list', path: '.', maxEntries: 3 })).toMatchObject({ entries: [{}, {}, {}] });
  });

  test('a glob means what its regular expression would, and takes no long time', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 });
    const part = fc.oneof(
      fc.constant('**'),
      fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 4 }),
    );
    const expressionOf = (parts: readonly string[]): RegExp => {
      const body = parts.map((each) =>
        each === '**'
          ? '(?:[^/]+/)*'
          : `${each
              .replaceAll('.', String.raw`\.`)
              .replaceAll('*', '[^/]*')
              .replaceAll('?', '[^/]')}/`,
      );
      return new RegExp(`^${body.join('')}$`);
    };
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        (pattern, names) => {
          const is = matches(pattern, names);
          expect([pattern, names, is]).toEqual([pattern, names, expressionOf(pattern).test(`${names.join('/')}/`)]);
          if (is)
            for (let depth = 1; depth < names.length; depth += 1)
              expect(mayMatchBelow(pattern, names.slice(0, depth))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
    const started = performance.now();
    expect(matches([`${'*a'.repeat(200)}b`], ['a'.repeat(255)])).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
