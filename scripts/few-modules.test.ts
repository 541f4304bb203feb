import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { inRoot } from './root.ts';

const PROGRAM = `import { z } from 'zod'; console.log(JSON.stringify([Object.keys(z.locales), z.string().safeParse(1).error.issues[0].message]))`;

const told = (...flags: readonly string[]): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [...flags, '--input-type=module', '-e', PROGRAM], {
      cwd: inRoot(),
      encoding: 'utf8',
    }),
  );

test("zod's messages in other languages are not loaded; its own stay as they are", () => {
  const [all, message] = told() as [string[], string];
  expect(all).toContain('fr');
  expect(told('-r', './engine/bin/few-modules.js')).toEqual([[], message]);
});
