import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { RecoveredDraft } from '../../contract/types.ts';
import { replaceFile } from './atomic.ts';

/**
 * Edits that were never saved, a file each in `.sagaloom/recovery`: they outlive the page, its browser, and the machine's power.
 * Only what a screen says is kept here; nothing is read as a workflow.
 */
const folderOf = (workspace: string): string => path.join(workspace, '.sagaloom', 'recovery');

const draftSchema = z.object({
  id: z.string(),
  path: z.string().nullable(),
  etag: z.string().nullable(),
  text: z.string(),
  at: z.string(),
});

/** The contract lets no id through that leads anywhere else. */
export async function keepDraft(workspace: string, draft: RecoveredDraft): Promise<void> {
  const folder = folderOf(workspace);
  await mkdir(folder, { recursive: true });
  await replaceFile(path.join(folder, `${draft.id}.json`), JSON.stringify(draft), 0o600);
}

export async function forgetDraft(workspace: string, id: string): Promise<void> {
  await unlink(path.join(folderOf(workspace), `${id}.json`)).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

/** The last kept first. What is no draft, or cannot be read, is left out. */
export async function listDrafts(workspace: string): Promise<readonly RecoveredDraft[]> {
  const folder = folderOf(workspace);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readDraft(folder, name)),
  );
  return found.flatMap((draft) => draft ?? []).toSorted((a, b) => b.at.localeCompare(a.at));
}

async function readDraft(folder: string, name: string): Promise<RecoveredDraft | null> {
  try {
    const draft = draftSchema.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
    return `${draft.id}.json` === name ? draft : null;
  } catch {
    return null; // cut short, or somebody else's
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
