/** Files that change while they are open: what nobody edited here follows the disk, what somebody did is asked about. */
import type { WorkspaceFile } from '@sagaloom/engine/contract';
import {
  findDocument,
  isDirty,
  keepOver,
  markGone,
  type OpenDocument,
  parseSource,
  replaceDocument,
  undo,
  useDocuments,
} from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { toast } from '../../ui/index.ts';
import { notify } from '../notices.ts';
import { askConflict } from './questions.ts';

/** What the workspace said of each open file when it was last looked at. */
const seen = new Map<string, string>();

/** Looks at each open file whose date or size is not what it was. */
export async function lookAtOpen(files: readonly WorkspaceFile[]): Promise<void> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const open of useDocuments.getState().documents) {
    if (open.path === null) continue;
    const file = byPath.get(open.path);
    const state = file ? `${file.modifiedAt} ${file.size}` : 'gone';
    const before = seen.get(open.path);
    seen.set(open.path, state);
    if (before === state) continue;
    if (file) await follow(open.id);
    else if (before !== undefined) sayGone(open);
  }
}

async function follow(id: string): Promise<void> {
  const open = findDocument(id);
  if (open?.path == null) return;
  const { path } = open;
  const now = await engine.workspace.read({ path }).catch(() => null);
  const current = findDocument(id);
  if (!now || !current || current.etag === now.etag) return;
  if (isDirty(current)) {
    notify(translate('files.changed.title', { path }), translate('files.changed.text'), {
      label: translate('files.changed.decide'),
      run: () => void decide(id),
    });
    return;
  }
  if (take(id, now.text, now.etag)) {
    toast(() => translate('files.followed', { path }), 'neutral', {
      label: () => translate('shell.undo'),
      run: () => void undo(id),
    });
  }
}

/** True when it could be read; a file that is half written is looked at again when it changes again. */
function take(id: string, text: string, etag: string): boolean {
  const opened = parseSource(text);
  if (opened.ok) replaceDocument(id, { source: opened.source, etag });
  return opened.ok;
}

async function decide(id: string): Promise<void> {
  const path = findDocument(id)?.path ?? null;
  if (path === null) return;
  const choice = await askConflict(path);
  if (choice === 'cancel') return;
  const now = await engine.workspace.read({ path }).catch(() => null);
  if (!now) return;
  if (choice === 'theirs') take(id, now.text, now.etag);
  else keepOver(id, now.etag);
}

/** The tab stays, as a file that was never saved: saving makes it again. */
function sayGone({ id, path }: OpenDocument): void {
  if (path === null) return;
  markGone(id);
  notify(translate('files.gone.title', { path }), translate('files.gone.text'));
}
