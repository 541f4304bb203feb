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
  flushTyping,
  isDirty,
  lastEdit,
  lineAndColumn,
  markSaved,
  newDocument,
  type OpenDocument,
  openDocument,
  replaceDocument,
  sourceOfText,
  textOf,
  useDocuments,
} from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { lostWhenSaved } from '../../text/comments.ts';
import { showText } from '../../text/text-view.ts';
import { toast } from '../../ui/index.ts';
import { foldOverlay, showPanel, useLayout } from '../layout.ts';
import { attempt, hasCode } from '../notices.ts';
import { forgetPinned, isPinned } from '../pinned.ts';
import { forgetDraft } from './drafts.ts';
import { askCloseDirty, askConflict, askSaveAs, askSaveBroken } from './questions.ts';
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
    return openText(path, etag, text);
  });
}

/** Opens a file from anywhere on the person's disk; it is saved into the workspace. */
export async function openLocalFile(file: File): Promise<void> {
  openText(null, null, await file.text());
}

/** A text that is no JSON opens too: as a text, to be corrected. */
function openText(path: string | null, etag: string | null, text: string): string {
  const source = sourceOfText(text);
  if (source.broken) showText();
  return openDocument({ path, etag, document: source.document, source });
}

export function newFile(): string {
  const taken = new Set(useDocuments.getState().documents.map(({ document }) => document['name']));
  let number = 1;
  while (taken.has(`workflow-${number}`)) number += 1;
  if (!useLayout.getState().narrow) showPanel('palette'); // there is nothing to do yet but to draw
  return newDocument(`workflow-${number}`);
}

/** A text that cannot be read is saved only when the person wants it so. */
async function mayWrite(open: OpenDocument): Promise<boolean> {
  const { broken } = open.source;
  if (!broken) return true;
  activateDocument(open.id);
  const choice = await askSaveBroken(titleOf(open), { ...lineAndColumn(textOf(open), broken.offset), ...broken });
  if (choice === 'look') showText();
  return choice === 'save';
}

/** True when the tab's document is on the disk afterwards. */
export async function save(id: string): Promise<boolean> {
  flushTyping();
  const open = findDocument(id);
  if (!open || isPinned(id)) return false;
  if (open.path === null) return saveAs(id);
  return (await mayWrite(open)) && write(open, open.path, open.etag);
}

export async function saveAs(id: string): Promise<boolean> {
  flushTyping();
  const open = findDocument(id);
  if (!open || !(await mayWrite(open))) return false;
  const path = await askSaveAs(open.path ?? `${titleOf(open)}${fileSuffix}`);
  if (path === null || !(await write(open, path, path === open.path ? open.etag : null))) return false;
  forgetPinned(id); // it is a file of its own now
  return true;
}

export async function close(id: string): Promise<void> {
  flushTyping();
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

/** How many lost comments were said at the last save of each tab. */
const saidMissing = new Map<string, number>();

async function write(open: OpenDocument, path: string, etag: string | null): Promise<boolean> {
  const edit = lastEdit(open.history); // F2
  try {
    const saved = await engine.workspace.write({ path, text: textOf(open), etag });
    markSaved(open.id, { path: saved.path, etag: saved.etag, at: Date.now(), edit });
    forgetDraft(open.id);
    noteOpened(saved.path);
    const lost = lostWhenSaved(open, saidMissing);
    if (lost === null) toast(() => translate('shell.files.saved', { path: saved.path }), 'ok');
    else toast(() => translate('text.savedWithout', { words: lost() }), 'warn');
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
  replaceDocument(open.id, { source: sourceOfText(theirs.text), etag: theirs.etag });
  forgetDraft(open.id);
  return true;
}
