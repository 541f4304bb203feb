import { realpathSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fileNow, fresh } from './fresh.ts';
import { lockedFile } from './locked-file.ts';
import { stateFolder } from './user-folders.ts';

/**
 * The folders whose workflows may run programs and code of their own here. The word of a person of this machine: kept in the user's
 * state folder, never in a workspace, which could else vouch for itself. A folder is known by its real path, and none vouches for what
 * is in it.
 */
export interface Trusted {
  /** Absolute, links resolved. */
  readonly folder: string;
  /** Since when: ISO 8601. */
  readonly at: string;
  /** Who said so: `cli`, `designer`, `init`. */
  readonly by: string;
}

const schema = z.object({ folders: z.record(z.string(), z.object({ at: z.string(), by: z.string() })) });

type Folders = z.output<typeof schema>['folders'];

const fileOf = (env: NodeJS.ProcessEnv): string => path.join(stateFolder(env), 'trusted.json');

/** A file that is damaged trusts nobody. */
function foldersIn(text: string | null): Folders {
  try {
    return text === null ? {} : schema.parse(JSON.parse(text)).folders;
  } catch {
    return {};
  }
}

/** By folder. */
export function trustedFolders(env: NodeJS.ProcessEnv): readonly Trusted[] {
  const now = fileNow(fileOf(env));
  const folders = foldersIn(now.kind === 'text' ? now.text : null);
  return Object.entries(folders)
    .map(([folder, since]) => ({ folder, ...since }))
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

export const isTrusted = (workspace: string, env: NodeJS.ProcessEnv): boolean =>
  trustedFolders(env).some(({ folder }) => folder === realpathSync(workspace));

/** As it is at any time, for those who ask often. */
export function liveTrust(workspace: string, env: NodeJS.ProcessEnv): () => boolean {
  const folder = realpathSync(workspace);
  return fresh([fileOf(env)], ([now]) => Object.hasOwn(foldersIn(now?.kind === 'text' ? now.text : null), folder)).now;
}

/** Gives the folder's real path. Throws what the file system throws where the folder is not there, or its state cannot be written. */
export function trust(workspace: string, by: string, env: NodeJS.ProcessEnv): Promise<string> {
  return change(realpathSync(workspace), env, (folders, folder) => ({
    ...folders,
    [folder]: folders[folder] ?? { at: new Date().toISOString(), by },
  }));
}

/** As above; also of a folder that is gone. */
export function distrust(workspace: string, env: NodeJS.ProcessEnv): Promise<string> {
  return change(realOr(workspace), env, (folders, folder) =>
    Object.fromEntries(Object.entries(folders).filter(([each]) => each !== folder)),
  );
}

function realOr(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}

async function change(
  folder: string,
  env: NodeJS.ProcessEnv,
  changed: (folders: Folders, folder: string) => Folders,
): Promise<string> {
  await lockedFile(fileOf(env), async (text) => {
    const folders = changed(foldersIn(text), folder);
    return `${JSON.stringify({ folders }, null, 2)}\n`;
  });
  return folder;
}
