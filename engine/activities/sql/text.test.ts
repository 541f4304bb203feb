import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstWord, positional } from './text.ts';

describe('sql text: the first word', () => {
  test.each([
    ['select 1', 'SELECT'],
    ['  \n\t(  SELECT 1)', 'SELECT'],
    ['-- COMMIT\nSELECT 1', 'SELECT'],
    ['# x\nSELECT 1', 'SELECT'],
    ['/* COMMIT */ /* */ SELECT 1', 'SELECT'],
    [';; COMMIT', 'COMMIT'],
    ['/*! COMMIT */', ''],
    ['/*M! COMMIT */', ''],
    ['/*!50000 COMMIT */ SELECT 1', ''],
    ['/* /* */ COMMIT */ SELECT 1', ''],
    ['/* /* */ ATTACH DATABASE \'/tmp/x\' AS "*/ SELECT 1"', ''],
    ['/* never ends', ''],
    ['--\rCOMMIT /*\nSELECT */', ''],
    ['"COMMIT"', ''],
    ['', ''],
  ])('of %j is %j', (text, word) => {
    expect(firstWord(text)).toBe(word);
  });

  test('no text takes long', () => {
    const started = performance.now();
    for (const part of ['/*', '(', '--\n', ' ;', '/* */', '/*/']) firstWord(part.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('sql text: names become places', () => {
  test.each([
    ['SELECT :a, :b_1, :a', 'SELECT ?, ?, ?', ['a', 'b_1', 'a']],
    ["SELECT ':a', \":b\", `:c`, 'it''s :d', '\\':e', :f", "SELECT ':a', \":b\", `:c`, 'it''s :d', '\\':e', ?", ['f']],
    ['SELECT 1 -- :a\n, :b # :c\n', 'SELECT 1 -- :a\n, ? # :c\n', ['b']],
    ['SELECT /* :a */ :b', 'SELECT /* :a */ ?', ['b']],
    ['SET @x := :a', 'SET @x := ?', ['a']],
    ["SELECT '10:30'", "SELECT '10:30'", []],
  ] as const)('%j', (text, expected, names) => {
    expect(positional(text)).toEqual({ text: expected, names });
  });

  test('a text without a colon is left as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => text.includes(':') || positional(text).text === text));
  });
});
