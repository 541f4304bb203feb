import { faults } from '../../../engine/core/compile/testing/faults/index.ts';
import { knownHere } from '../../../engine/core/compile/testing/known.ts';
import { type DiagnosticCode, diagnose, diagnosticCodes, sentences } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { problemsIn, saidIn } from './index.ts';
import { zh } from './zh.ts';

const placesIn = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g))].toSorted();
const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
const cases = codes.flatMap((code) => faults[code].map(({ source, says }, index) => ({ code, index, source, says })));

test('every code has its sentence', () => {
  const keys = Object.keys(sentences);
  const without = codes.filter((code) => !keys.some((key) => key === code || key.startsWith(`${code}.`)));
  expect(without).toEqual([]);
});

test('both languages of a sentence have the same places for values', () => {
  const differing = Object.entries(sentences).filter(([key, text]) => {
    const [own, other] = [placesIn(text), placesIn(zh[key as keyof typeof zh])];
    return own.join() !== other.join();
  });
  expect(differing).toEqual([]);
});

test.each(cases)('$code ($index) is said in Chinese', ({ code, source, says }) => {
  const found = diagnose(source, { activities: knownHere });
  const problem = found.find((one) => one.code === code && one.message === says);
  if (!problem) throw new Error('not found');
  expect(saidIn('en', problem)).toBe(says);
  const words = saidIn('zh', problem);
  expect(words).toMatch(/[\u4e00-\u9fff]/);
  expect(words).not.toMatch(/\{(?!%|\s)\w+\}|undefined/);
  expect(words).not.toMatch(/[a-z]+ [a-z]+ [a-z]+ [a-z]+/i); // an English sentence left in it
});

test('of the same list the same one is given again', () => {
  const found = diagnose({ format: 'sagaloom/v1', name: 'x', start: 'b', steps: { a: { type: 'succeed' } } });
  expect(problemsIn('zh', found)).toBe(problemsIn('zh', found));
  expect(problemsIn('en', found)).toBe(found);
});
