import { compile, isObject, type Json } from '@sagaloom/engine/core';
import {
  activateDocument,
  type Draft,
  type OpenDocument,
  openDocument,
  parseSource,
  reveal,
  useDocuments,
} from '../document/index.ts';
import { engine } from '../rpc/index.ts';
import { openFile } from '../shell/files/files.ts';
import { useWorkspace } from '../shell/files/workspace.ts';
import { foldOverlay, showDock } from '../shell/layout.ts';
import { attempt } from '../shell/notices.ts';
import { isPinned, pin, pinnedTabOf } from '../shell/pinned.ts';
import { attachRun } from './attached.ts';

/**
 * Opens a run on what it ran: the open file or the file of the workspace with the same hash, else the definition the run is pinned
 * to, to read only. A step that is meant is selected there.
 */
export async function showRun(runId: string, stepId: string | null = null): Promise<void> {
  foldOverlay();
  await attempt('runs.cannotOpen', { id: runId }, async () => {
    const { workflow, hash, definition } = await engine.runs.get({ runId });
    const tab =
      openTabOf(hash) ??
      pinnedTabOf(hash) ??
      (await fileOf(workflow, hash)) ??
      newPinnedTab(hash, workflow, definition);
    activateDocument(tab);
    attachRun(tab, runId);
    if (stepId !== null) reveal(tab, stepId);
    showDock('timeline');
  });
}

function openTabOf(hash: string): string | null {
  const open = useDocuments
    .getState()
    .documents.find((other) => !isPinned(other.id) && hashOf(other.document) === hash);
  return open?.id ?? null;
}

const searched = 60;

/** The file whose definition this is, among those that are not open. */
async function fileOf(workflow: string, hash: string): Promise<string | null> {
  const open = new Set(useDocuments.getState().documents.map(({ path }) => path));
  const { files } = useWorkspace.getState();
  for (const { path } of files.filter((file) => !open.has(file.path)).slice(0, searched)) {
    const read = await readFile(path);
    if (read && read['name'] === workflow && hashOf(read) === hash) return openFile(path);
  }
  return null;
}

function newPinnedTab(hash: string, workflow: string, definition: Json): string {
  const drawn = useDocuments.getState().documents.find((open) => open.document['name'] === workflow);
  const ui = drawn?.document['ui'];
  const document: Draft = { ...(isObject(definition) ? definition : {}), ...(ui === undefined ? {} : { ui }) };
  const tab = openDocument({ path: null, etag: null, document });
  pin(tab, hash);
  return tab;
}

async function readFile(path: string): Promise<Draft | null> {
  try {
    const opened = parseSource((await engine.workspace.read({ path })).text);
    return opened.ok ? opened.source.document : null;
  } catch {
    return null;
  }
}

const hashes = new WeakMap<Draft, string | null>();

function hashOf(document: OpenDocument['document']): string | null {
  const known = hashes.get(document);
  if (known !== undefined) return known;
  const { hash } = compile(document);
  hashes.set(document, hash);
  return hash;
}
