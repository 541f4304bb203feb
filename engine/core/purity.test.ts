import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** What each source of the core imports; `npm run walls` proves the same of its dependencies. */
function importsOf(file: string): readonly string[] {
  const source = readFileSync(path.join(import.meta.dirname, file), 'utf8');
  return [...source.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name ?? '');
}

test('[MA5] the core imports itself and pure libraries only', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts', '**/testing/**'] });
  const libraries = new Set(sources.flatMap(importsOf).filter((name) => !name.startsWith('.')));
  expect([...libraries].toSorted()).toEqual([
    '@cfworker/json-schema',
    '@noble/hashes/sha2.js',
    '@noble/hashes/utils.js',
    'canonicalize',
    'croner',
    'jsonata',
    'jsonc-parser',
    're2js',
    'zod',
  ]);
  expect(sources.flatMap(importsOf).filter((name) => /^(\.\.\/)+(runtime|node|memory|server|cli)/.test(name))).toEqual(
    [],
  );
});
