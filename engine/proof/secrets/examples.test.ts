/** DA7 over all the examples: each secret they name is planted, and all that their tests leave and say is searched. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { findSecrets, type Planted } from './find.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');
const examples = path.join(root, 'examples');

/** Named by workflows, settings and code: `secrets.NAME`. */
function secretsNamed(): Planted {
  const entries = readdirSync(examples, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(json|ts)$/.test(entry.name));
  const texts = files
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'))
    .map((file) => readFileSync(file, 'utf8'));
  const names = texts.flatMap((each) =>
    Array.from(each.matchAll(/\bsecrets\.([A-Za-z_]\w*)/g), ([, name = '']) => name),
  );
  return Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('base64url')]));
}

const isAsked = Boolean(process.env['SAGALOOM_SECRETS_EXAMPLES']);

describe.skipIf(!isAsked)('the examples (only where SAGALOOM_SECRETS_EXAMPLES is set, as by verify:deep)', () => {
  test('[DA7] leave none of the secrets they use, in no byte', { timeout: 0 }, async () => {
    const folder = testFolder();
    const secrets = { ...secretsNamed(), PLANTED_FOR_NOTHING: randomBytes(24).toString('base64url') };
    const variables = Object.entries(secrets).map(([name, value]) => [`SAGALOOM_SECRET_${name}`, value] as const);
    const NODE_OPTIONS = `--import=${path.join(import.meta.dirname, 'testing', 'keep-child.ts')}`;
    const env = { ...process.env, ...Object.fromEntries(variables), TMPDIR: folder, NODE_OPTIONS };
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', '--project', 'examples', '--no-color'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    writeFileSync(path.join(folder, 'stdout'), stdout);
    writeFileSync(path.join(folder, 'stderr'), stderr);
    expect(findSecrets(folder, secrets)).toEqual([]);
    const files = readdirSync(folder, { recursive: true });
    expect(files.some((file) => String(file).endsWith('.db'))).toBe(true);
    expect([code, stdout.slice(-2_000)]).toEqual([0, expect.any(String)]);
    console.log(`${Object.keys(secrets).length} secrets looked for in ${files.length} files and folders.`);
  });
});
