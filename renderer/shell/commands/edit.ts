import { Redo2, Undo2 } from 'lucide-react';
import { findDocument, redo, undo } from '../../document/index.ts';
import { type AppCommand, isEditable, ofActive, withActive } from './command.ts';

const canTravel = (way: 'done' | 'undone'): boolean =>
  ofActive((id) => (findDocument(id)?.history[way].length ?? 0) > 0)();

export const editCommands: readonly AppCommand[] = [
  {
    id: 'undo',
    title: 'shell.undo',
    icon: Undo2,
    keys: '$mod+z',
    notWhileTyping: true,
    isEnabled: () => isEditable() && canTravel('done'),
    run: withActive(undo),
  },
  {
    id: 'redo',
    title: 'shell.redo',
    icon: Redo2,
    keys: '$mod+Shift+z',
    notWhileTyping: true,
    isEnabled: () => isEditable() && canTravel('undone'),
    run: withActive(redo),
  },
];
