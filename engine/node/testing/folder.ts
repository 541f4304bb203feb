import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A folder of the test's own, gone when it ends. */
export const testFolder = (): string => folderUntil(onTestFinished);

/** One for all tests of a file or a group: asked for where they are declared. */
export const suiteFolder = (): string => folderUntil(afterAll);

function folderUntil(end: (work: () => void) => void): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sagaloom-test-')));
  end(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
