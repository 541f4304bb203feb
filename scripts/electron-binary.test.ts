import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { electronBinary } from './electron-binary.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'electron-package-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('there is no binary in a package that was installed without its script', () => {
  expect(electronBinary(folder)).toBeUndefined();
});

test('a path without the file it names, as a broken download leaves it, is no binary', () => {
  writeFileSync(path.join(folder, 'path.txt'), 'electron');
  expect(electronBinary(folder)).toBeUndefined();
});

test('the binary is where path.txt says', () => {
  writeFileSync(path.join(folder, 'path.txt'), 'electron\n');
  mkdirSync(path.join(folder, 'dist'));
  writeFileSync(path.join(folder, 'dist', 'electron'), '');
  expect(electronBinary(folder)).toBe(path.join(folder, 'dist', 'electron'));
});
