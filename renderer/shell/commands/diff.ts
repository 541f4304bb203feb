import { GitCompare } from 'lucide-react';
import { compareOpen } from '../../diff/compare-open.ts';
import { type AppCommand, hasFile, withActive } from './command.ts';

export const diffCommands: readonly AppCommand[] = [
  {
    id: 'diff',
    title: 'diff.command',
    icon: GitCompare,
    keys: '$mod+Shift+d',
    isEnabled: hasFile,
    run: withActive(compareOpen),
  },
];
