import { findDocument, isDirty } from '../document/index.ts';
import { compare } from './diff-state.ts';

/** What is unsaved with the file; else the file with what was last committed. */
export function compareOpen(id: string): void {
  const open = findDocument(id);
  if (!open) return;
  const isSaved = open.path === null || !isDirty(open);
  if (open.path === null) compare(id, { kind: 'deployed' });
  else compare(id, isSaved ? { kind: 'commit', revision: 'HEAD' } : { kind: 'disk' });
}
