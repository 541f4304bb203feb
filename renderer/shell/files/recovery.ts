/**
 * The second copy of unsaved edits, in a file beside the database: where the browser's own storage is gone, full or another one's, they
 * are still there. It is written behind the first (`drafts.ts`) and only offered for what that did not bring back.
 */
import type { RecoveredDraft } from '@sagaloom/engine/contract';
import { isDirty, type OpenDocument, textOf, useDocuments } from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { notify } from '../notices.ts';
import { isPinned } from '../pinned.ts';
import { layOver, livingOwners, owner } from './drafts.ts';

const settleMs = 2_000;
/** What was last kept of each document. The text, not what it says: one that is no JSON yet says nothing new. */
const kept = new Map<string, string>();
let pending: ReturnType<typeof setTimeout> | null = null;

export function keepRecovery(): void {
  useDocuments.subscribe(() => {
    pending ??= setTimeout(() => {
      pending = null;
      void keepAll();
    }, settleMs);
  });
}

async function keepAll(): Promise<void> {
  const { documents } = useDocuments.getState();
  const unsaved = documents.filter((open) => isDirty(open) && !isPinned(open.id));
  const gone = [...kept.keys()].filter((id) => unsaved.every((open) => open.id !== id));
  await Promise.all([...unsaved.map(keep), ...gone.map(forget)]);
}

/** A lost line is no loss: the browser has the first copy, and the next edit tries again. */
async function keep(open: OpenDocument): Promise<void> {
  const { id, path, etag } = open;
  const text = textOf(open);
  if (kept.get(id) === text) return;
  kept.set(id, text);
  await engine.recovery.keep({ id: `${owner}-${id}`, path, etag, text }).catch(() => kept.delete(id));
}

async function forget(id: string): Promise<void> {
  kept.delete(id);
  await engine.recovery.forget({ id: `${owner}-${id}` }).catch(() => undefined);
}

/** Offers what another window left behind, unless it is on the screen already. */
export async function offerRecovered(): Promise<void> {
  const [drafts, living] = await Promise.all([engine.recovery.list().catch(() => []), livingOwners()]);
  for (const draft of drafts) {
    if ([owner, ...living].some((window) => draft.id.startsWith(`${window}-`))) continue;
    // oxlint-disable-next-line no-await-in-loop -- each looks at what the one before opened
    if (await isKnown(draft)) await engine.recovery.forget({ id: draft.id }).catch(() => undefined);
    else offer(draft);
  }
}

/** Brought back from the browser's storage, or saved after all. */
async function isKnown({ path, text }: RecoveredDraft): Promise<boolean> {
  if (useDocuments.getState().documents.some((open) => textOf(open) === text)) return true;
  if (path === null) return false;
  const file = await engine.workspace.read({ path }).catch(() => null);
  return file?.text === text;
}

function offer(draft: RecoveredDraft): void {
  const name = draft.path ?? translate('document.untitled');
  notify(translate('files.recovered.title', { name }), translate('files.recovered.text', { at: new Date(draft.at) }), {
    label: translate('files.recovered.open'),
    run: () => void bringBack(draft),
  });
}

async function bringBack(draft: RecoveredDraft): Promise<void> {
  await layOver(draft);
  await engine.recovery.forget({ id: draft.id }).catch(() => undefined);
}
