import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder, PRIVATE } from './makeFolder.ts';
import { testFolder } from './testing/folder.ts';

describe('a folder', () => {
  test('is made with all that it stands in, once or again, for its owner', () => {
    const folder = join(testFolder(), 'a', 'b', 'c');
    makeFolder(folder, PRIVATE);
    makeFolder(folder, PRIVATE);
    expect(statSync(folder).mode & 0o777).toBe(PRIVATE);
  });

  test('is where a link leads', () => {
    const place = testFolder();
    makeFolder(join(place, 'real'));
    symlinkSync('real', join(place, 'link'));
    makeFolder(join(place, 'link', 'in'));
    expect(existsSync(join(place, 'real', 'in'))).toBe(true);
  });

  test.runIf(existsSync('/proc/self'))('where there can be none, that is said, and soon', () => {
    expect(() => makeFolder('/proc/sagaloom/deep')).toThrow(
      /\/proc\/sagaloom\/deep cannot be made: .*another place\.$/,
    );
  });

  test('a file, or a link to nowhere, is in the way', () => {
    const place = testFolder();
    writeFileSync(join(place, 'file'), '');
    symlinkSync('nowhere', join(place, 'link'));
    for (const name of ['file', 'file/in', 'link'])
      expect(() => makeFolder(join(place, name))).toThrow(expect.objectContaining({ code: 'folder.failed' }));
  });
});
