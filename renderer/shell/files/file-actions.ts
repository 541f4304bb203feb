/** What is done with files in the tree: moved, copied, removed; each can be taken back. */
import { findDocument, markMoved, type OpenDocument, useDocuments } from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { toast } from '../../ui/index.ts';
import { attempt } from '../notices.ts';
import { close, openFile } from './files.ts';
import { askMove } from './questions.ts';
import { noteMoved } from './recent.ts';
import { fileSuffix, loadFiles, useWorkspace } from './workspace.ts';

export async function moveFile(path: string): Promise<void> {
  const to = await askMove(path);
  if (to !== null && to !== path) await moveTo(path, to);
}

async function moveTo(from: string, to: string): Promise<void> {
  const moved = await attempt('files.cannotMove', { path: from }, async () => engine.workspace.move({ from, to }));
  if (!moved) return;
  const open = openWith(from);
  if (open) markMoved(open.id, moved.path);
  noteMoved(from, moved.path);
  void loadFiles();
  toast(() => translate('files.moved', { from, to: moved.path }), 'ok', {
    label: () => translate('shell.undo'),
    run: () => void moveTo(moved.path, from),
  });
}

/** The copy opens, to be made different. */
export async function duplicateFile(path: string): Promise<void> {
  const to = freshCopy(path);
  const copy = await attempt('shell.files.cannotOpen', { path }, async () => {
    const { text } = await engine.workspace.read({ path });
    return engine.workspace.write({ path: to, text, etag: null });
  });
  if (!copy) return;
  await loadFiles();
  await openFile(copy.path);
}

/** `order.saga.json` → `order-2.saga.json`, or the next number that nobody has. */
function freshCopy(path: string): string {
  const taken = new Set(useWorkspace.getState().files.map((file) => file.path));
  const stem = path.slice(0, -fileSuffix.length).replace(/-\d+$/, '');
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}${fileSuffix}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** An open file is closed first, which asks about edits that are not saved. What was removed can be had back as long as the words stand. */
export async function removeFile(path: string): Promise<void> {
  const open = openWith(path);
  if (open) {
    await close(open.id);
    if (findDocument(open.id)) return; // they thought better of it
  }
  const removed = await attempt('files.cannotRemove', { path }, async () => {
    const { etag } = await engine.workspace.read({ path });
    return engine.workspace.remove({ path, etag });
  });
  if (!removed) return;
  noteMoved(path, null);
  void loadFiles();
  toast(() => translate('files.removed', { path }), 'neutral', {
    label: () => translate('shell.undo'),
    run: () => void restore(path, removed.text),
  });
}

async function restore(path: string, text: string): Promise<void> {
  await attempt('shell.files.cannotSave', { path }, async () => engine.workspace.write({ path, text, etag: null }));
  void loadFiles();
}

const openWith = (path: string): OpenDocument | null =>
  useDocuments.getState().documents.find((open) => open.path === path) ?? null;
