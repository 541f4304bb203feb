import { GitCompare } from 'lucide-react';
import { compare } from '../../diff/diff-state.ts';
import { findDocument, isDirty } from '../../document/index.ts';
import { type AppCommand, hasFile, withActive } from './command.ts';

export const diffCommands: readonly AppCommand[] = [
  {
    id: 'diff',
    title: 'diff.command',
    icon: GitCompare,
    keys: '$mod+Shift+d',
    isEnabled: hasFile,
    run: withActive(compareActive),
  },
];

/** What is unsaved with the file; else the file with what was last committed. */
function compareActive(id: string): void {
  const open = findDocument(id);
  if (!open) return;
  const isSaved = open.path === null || !isDirty(open);
  if (open.path === null) compare(id, { kind: 'deployed' });
  else compare(id, isSaved ? { kind: 'commit', revision: 'HEAD' } : { kind: 'disk' });
}
