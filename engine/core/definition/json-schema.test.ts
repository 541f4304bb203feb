import { Validator, type Schema } from '@cfworker/json-schema';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { changed, pathsOf, rich } from '../compile/testing/documents.ts';
import { faults } from '../compile/testing/faults/index.ts';
import { isObject, type Json } from '../json.ts';
import { documentSchema, SCHEMA_ID } from './document.ts';
import { documentJsonSchema } from './json-schema.ts';

const file = path.resolve(import.meta.dirname, '../../schema/saga.v1.schema.json');
const published = JSON.parse(readFileSync(file, 'utf8')) as Json;
const validator = new Validator(published as Schema, '2020-12');

const schemaSays = (document: Json): boolean => validator.validate(document).valid;
const zodSays = (document: Json): boolean => documentSchema.safeParse(document).success;

describe('the published JSON Schema', () => {
  test('is what the code makes: run `npm run schema`', () => {
    expect(published).toEqual(documentJsonSchema());
  });

  test('names itself and its dialect, and every part of it', () => {
    expect(published).toMatchObject({ $id: SCHEMA_ID, $schema: 'https://json-schema.org/draft/2020-12/schema' });
    const parts = isObject(published) ? Object.keys(published['$defs'] ?? {}) : [];
    expect(parts.filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
  });

  test('accepts one of everything', () => {
    expect([schemaSays(rich), zodSays(rich)]).toEqual([true, true]);
  });

  test('says of each faulty document what the code says', () => {
    const documents = Object.values(faults)
      .flat()
      .map(({ source }) => source)
      .filter((source) => typeof source !== 'string');
    expect(documents.length).toBeGreaterThan(60);
    for (const document of documents) expect([document, schemaSays(document)]).toEqual([document, zodSays(document)]);
  });

  test('says of any changed document what the code says', () => {
    const paths = pathsOf(rich);
    const value = fc.constantFrom<Json | undefined>(
      undefined,
      null,
      true,
      0,
      1.5,
      -1,
      '',
      'x',
      '5m',
      '{% 1 %}',
      [],
      {},
      [{}],
      { type: 'task', activity: 'x' },
      { count: 1 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (at, put) => {
        const document = changed(rich, at, put);
        expect(schemaSays(document)).toBe(zodSays(document));
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
