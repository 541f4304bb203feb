/** Unsaved edits outlive a crash: each dirty document is kept in the browser's storage until it is saved or given up. */
import { type JsonObject, isObject, type Json } from '@sagaloom/engine/core';
import {
  type Draft,
  editText,
  findDocument,
  flushTyping,
  isDirty,
  type OpenDocument,
  openDocument,
  parseSource,
  sourceOfText,
  textOf,
  useDocuments,
} from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { attachRun, useAttached } from '../../runs/attached.ts';
import { toast } from '../../ui/index.ts';
import { isPinned } from '../pinned.ts';

interface StoredDraft {
  readonly path: string | null;
  readonly etag: string | null;
  readonly text: string;
}

interface StoredSession {
  readonly paths: readonly string[];
  readonly active: string | null;
  /** The run on the canvas, by the path of its file. */
  readonly runs: Readonly<Record<string, string>>;
}

const prefix = 'sagaloom.draft.';
const sessionKey = 'sagaloom.session';
const settleMs = 400;
/** Tells the drafts of this window from those of another one that is open. */
export const owner = crypto.randomUUID().slice(0, 8);
let pending: ReturnType<typeof setTimeout> | null = null;

/** From now on, edits are kept within a moment of being made. */
export function keepDrafts(): void {
  // Held as long as this window lives: drafts whose window is alive are not ours to restore.
  void navigator.locks?.request(prefix + owner, async () => new Promise<never>(() => {}));
  const storeSoon = (): void => {
    pending ??= setTimeout(() => {
      pending = null;
      storeAll();
    }, settleMs);
  };
  useDocuments.subscribe(storeSoon);
  useAttached.subscribe(storeSoon);
  addEventListener('beforeunload', (event) => {
    storeAll();
    if (useDocuments.getState().documents.some((open) => isDirty(open) && !isPinned(open.id))) event.preventDefault();
  });
}

export function forgetDraft(id: string): void {
  localStorage.removeItem(keyOf(id));
}

/** Opens again what was open, and lays unsaved edits over it. */
export async function restore(): Promise<void> {
  const drafts = await orphanedDrafts();
  const { paths, active, runs } = storedSession();
  for (const path of paths) {
    const id = await reopen(path);
    const run = runs[path];
    if (id !== null && run !== undefined) attachRun(id, run);
  }
  let restored = 0;
  for (const { key, draft } of drafts) {
    if (await layOver(draft)) restored += 1;
    localStorage.removeItem(key);
  }
  const front = useDocuments.getState().documents.find((open) => open.path === active && active !== null);
  if (front) useDocuments.setState({ activeId: front.id });
  if (restored > 0) toast(() => translate('shell.files.restored', { count: restored }), 'neutral');
}

async function reopen(path: string): Promise<string | null> {
  try {
    const { text, etag } = await engine.workspace.read({ path });
    const source = sourceOfText(text);
    return openDocument({ path, etag, document: source.document, source });
  } catch {
    return null; // gone since; the list of files says what is there
  }
}

/** As an edit of the file, so that it is unsaved, can be undone, and still meets the file's own changes when it is saved. */
export async function layOver({ path, etag, text }: StoredDraft): Promise<boolean> {
  const id = path === null ? null : await reopen(path);
  const tab = id ?? openDocument({ path: null, etag: null, document: blankOf(text) });
  if (id !== null && etag !== null) {
    useDocuments.setState(({ documents }) => ({
      documents: documents.map((open) => (open.id === id ? { ...open, etag } : open)),
    }));
  }
  editText(tab, text);
  const open = findDocument(tab);
  return open !== null && isDirty(open);
}

function blankOf(text: string): Draft {
  const opened = parseSource(text);
  return { format: 'sagaloom/v1', name: (opened.ok && opened.source.document['name']) || '', start: '', steps: {} };
}

function storeAll(): void {
  flushTyping();
  const { documents, activeId } = useDocuments.getState();
  for (const open of documents) if (!isPinned(open.id)) store(open);
  const session: StoredSession = {
    paths: documents.flatMap(({ path }) => (path === null ? [] : [path])),
    active: documents.find(({ id }) => id === activeId)?.path ?? null,
    runs: runsByPath(documents),
  };
  localStorage.setItem(sessionKey, JSON.stringify(session));
}

function runsByPath(documents: readonly OpenDocument[]): StoredSession['runs'] {
  const { byTab } = useAttached.getState();
  return Object.fromEntries(
    documents.flatMap(({ id, path }) => {
      const run = byTab[id];
      return path === null || run === undefined ? [] : [[path, run]];
    }),
  );
}

function store(open: OpenDocument): void {
  if (!isDirty(open)) {
    forgetDraft(open.id);
    return;
  }
  const draft: StoredDraft = { path: open.path, etag: open.etag, text: textOf(open) };
  try {
    localStorage.setItem(keyOf(open.id), JSON.stringify(draft));
  } catch {
    // The storage is full: the question on leaving the page still stands between the person and a loss.
  }
}

function keyOf(id: string): string {
  return `${prefix}${owner}.${id}`;
}

/** Of the windows of this browser that are open. */
export async function livingOwners(): Promise<readonly string[]> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

interface KeptDraft {
  readonly key: string;
  readonly draft: StoredDraft;
}

async function orphanedDrafts(): Promise<readonly KeptDraft[]> {
  const alive = await livingOwners();
  return storedDrafts().filter(({ key }) => !alive.some((window) => key.startsWith(`${prefix}${window}.`)));
}

function storedDrafts(): readonly KeptDraft[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .toSorted()
    .flatMap((key) => {
      const value = readJson(key);
      if (typeof value?.['text'] !== 'string') return [];
      const { path, etag, text } = value;
      const draft = { path: textOrNull(path), etag: textOrNull(etag), text };
      return [{ key, draft }];
    });
}

function storedSession(): StoredSession {
  const value = readJson(sessionKey);
  const paths = Array.isArray(value?.['paths']) ? (value['paths'] as readonly Json[]) : [];
  const runs = isObject(value?.['runs']) ? Object.entries(value['runs']) : [];
  return {
    paths: paths.filter((path) => typeof path === 'string'),
    active: textOrNull(value?.['active']),
    runs: Object.fromEntries(runs.flatMap(([path, run]) => (typeof run === 'string' ? [[path, run]] : []))),
  };
}

function readJson(key: string): JsonObject | null {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? 'null') as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
