import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import nodeFlags from '../engine/bin/node-flags.js';
import { inRoot } from './root.ts';

const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

test.each(['start', 'sagaloom'])('npm run %s starts Node as the bin does', (name) => {
  expect(scripts[name]).toMatch(new RegExp(`^node ${nodeFlags.flags.join(' ')} `));
});
