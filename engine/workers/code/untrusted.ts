import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { type Catalogue, fileInfo, infoOf, noCatalogue } from './catalogue.ts';
import { digestNow } from './digest.ts';
import { activityFiles } from './find.ts';
import { FOLDER } from './folder.ts';
import type { Described } from './wire.ts';

const PROBLEM = 'This workspace is not trusted, so its code is not run: `sagaloom trust` says that it may be.';

/** AT2. No code was loaded. */
export const untrustedFailure = (activity: string): Failure => ({
  type: 'activity.untrusted',
  message: `${activity} is code of a workspace that is not trusted: say \`sagaloom trust\` in its folder if it may run here.`,
  retryable: false,
  effect: 'none',
});

/** What the files seem to have, read as text: to load one is to run it. */
export function untrustedCatalogue(workspace: string): Catalogue {
  const files = activityFiles(workspace, FOLDER);
  const found = files.map((file) => ({ file, names: namesIn(path.join(workspace, file)) }));
  const infos = found.flatMap(({ file, names }) =>
    names.length === 0
      ? [fileInfo({ file, message: PROBLEM })]
      : names.map((name) => infoOf(unseen(name, file), PROBLEM)),
  );
  const failing = new Map(found.flatMap(({ names }) => names.map((name) => [name, untrustedFailure(name)] as const)));
  return { ...noCatalogue, digest: digestNow(workspace, []), isUntrusted: true, failing, infos };
}

function namesIn(file: string): readonly string[] {
  try {
    const text = readFileSync(file, 'utf8');
    return Array.from(
      text.matchAll(/defineActivity\(\{\s*name:\s*(['"`])([A-Za-z][\w.-]{0,99})\1/g),
      ([, , name = '']) => name,
    );
  } catch {
    return [];
  }
}

const unseen = (name: string, file: string): Described => ({
  name,
  file,
  summary: 'Code of this workspace, not loaded.',
  docs: '',
  examples: [],
  icon: null,
  input: {},
  output: {},
  concurrency: null,
  timeoutMs: null,
  memoryMb: null,
  readOnly: false,
});
