import { Braces } from 'lucide-react';
import { toggleText } from '../../text/text-view.ts';
import { type AppCommand, hasFile } from './command.ts';

export const textCommands: readonly AppCommand[] = [
  { id: 'text', title: 'text.toggle', icon: Braces, keys: '$mod+Shift+j', isEnabled: hasFile, run: toggleText },
];
