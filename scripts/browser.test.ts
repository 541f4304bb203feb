import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser } from './browser.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-browser-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string, mode: number): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

test('an installed browser is found on the PATH, in its order', () => {
  const first = program('a/google-chrome', 0o755);
  const second = program('b/chromium', 0o755);
  expect(findBrowser([path.dirname(first), path.dirname(second)].join(path.delimiter))).toBe(first);
});

test('a file that cannot be run is no browser', () => {
  const broken = program('a/chromium', 0o644);
  const works = program('b/chromium', 0o755);
  expect(findBrowser([path.dirname(broken), path.dirname(works)].join(path.delimiter))).toBe(works);
});
