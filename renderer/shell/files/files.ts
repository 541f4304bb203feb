/**
 * Opening, saving and closing: the way between the documents on the screen and the files of the workspace.
 *
 * Invariants
 *   F1  nobody's change is lost: a file is written only over what it was when it was read, else the person is asked
 *   F2  an edit made while its file is being written stays unsaved
 *   F3  a tab with unsaved edits closes only after the person said what to do with them
 */
import {
  activateDocument,
  closeDocument,
  findDocument,
  isDirty,
  lastEdit,
  markSaved,
  newDocument,
  type OpenDocument,
  openDocument,
  parseSource,
  replaceDocument,
  type Source,
  textOf,
  useDocuments,
} from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { toast } from '../../ui/index.ts';
import { foldOverlay, showPanel, useLayout } from '../layout.ts';
import { attempt, hasCode, notify } from '../notices.ts';
import { forgetPinned, isPinned } from '../pinned.ts';
import { forgetDraft } from './drafts.ts';
import { askCloseDirty, askConflict, askSaveAs } from './questions.ts';
import { noteOpened } from './recent.ts';
import { baseName, fileSuffix, loadFiles } from './workspace.ts';

/** Opens a file of the workspace, or brings its tab to the front. Gives back the tab. */
export async function openFile(path: string): Promise<string | null> {
  foldOverlay();
  noteOpened(path);
  const open = useDocuments.getState().documents.find((other) => other.path === path);
  if (open) {
    activateDocument(open.id);
    return open.id;
  }
  return attempt('shell.files.cannotOpen', { path }, async () => {
    const { text, etag } = await engine.workspace.read({ path });
    const source = readText(path, text);
    return source && openDocument({ path, etag, document: source.document, source });
  });
}

/** Opens a file from anywhere on the person's disk; it is saved into the workspace. */
export async function openLocalFile(file: File): Promise<void> {
  const source = readText(file.name, await file.text());
  if (source) openDocument({ path: null, etag: null, document: source.document, source });
}

export function newFile(): string {
  const taken = new Set(useDocuments.getState().documents.map(({ document }) => document['name']));
  let number = 1;
  while (taken.has(`workflow-${number}`)) number += 1;
  if (!useLayout.getState().narrow) showPanel('palette'); // there is nothing to do yet but to draw
  return newDocument(`workflow-${number}`);
}

/** True when the tab's document is on the disk afterwards. */
export async function save(id: string): Promise<boolean> {
  const open = findDocument(id);
  if (!open || isPinned(id)) return false;
  return open.path === null ? saveAs(id) : write(open, open.path, open.etag);
}

export async function saveAs(id: string): Promise<boolean> {
  const open = findDocument(id);
  if (!open) return false;
  const path = await askSaveAs(open.path ?? `${titleOf(open)}${fileSuffix}`);
  if (path === null || !(await write(open, path, path === open.path ? open.etag : null))) return false;
  forgetPinned(id); // it is a file of its own now
  return true;
}

export async function close(id: string): Promise<void> {
  const open = findDocument(id);
  if (!open) return;
  if (isDirty(open) && !isPinned(id)) {
    activateDocument(id);
    const choice = await askCloseDirty(titleOf(open)); // F3
    if (choice === 'cancel' || (choice === 'save' && !(await save(id)))) return;
  }
  forgetDraft(id);
  forgetPinned(id);
  closeDocument(id);
}

export function titleOf({ path, document }: OpenDocument): string {
  if (path !== null) return baseName(path);
  return typeof document['name'] === 'string' && document['name'] !== ''
    ? document['name']
    : translate('document.untitled');
}

async function write(open: OpenDocument, path: string, etag: string | null): Promise<boolean> {
  const edit = lastEdit(open.history); // F2
  try {
    const saved = await engine.workspace.write({ path, text: textOf(open), etag });
    markSaved(open.id, { path: saved.path, etag: saved.etag, at: Date.now(), edit });
    forgetDraft(open.id);
    noteOpened(saved.path);
    toast(translate('shell.files.saved', { path: saved.path }), 'ok');
    void loadFiles();
    return true;
  } catch (error) {
    if (hasCode(error, 'CONFLICT')) return settleConflict(open, path); // F1
    await attempt('shell.files.cannotSave', { path }, async () => Promise.reject(error));
    return false;
  }
}

async function settleConflict(open: OpenDocument, path: string): Promise<boolean> {
  const choice = await askConflict(path);
  if (choice === 'cancel') return false;
  const theirs = await attempt('shell.files.cannotOpen', { path }, async () => engine.workspace.read({ path }));
  if (!theirs) return false;
  if (choice === 'mine') return write(findDocument(open.id) ?? open, path, theirs.etag);
  const source = readText(path, theirs.text);
  if (!source) return false;
  replaceDocument(open.id, { source, etag: theirs.etag });
  forgetDraft(open.id);
  return true;
}

function readText(path: string, text: string): Source | null {
  const opened = parseSource(text);
  if (opened.ok) return opened.source;
  const { line, column } = placeAt(text, opened.offset);
  const message = translate(`document.json.${opened.problem}`);
  const why = opened.problem === 'NotAnObject' ? message : translate('shell.files.notJson', { line, column, message });
  notify(translate('shell.files.cannotOpen', { path }), why);
  return null;
}

/** As editors count: from 1. */
function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
