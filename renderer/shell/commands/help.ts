import { Compass, Keyboard, PanelsTopLeft } from 'lucide-react';
import { startTour } from '../../tour/index.ts';
import { openKeyboardHelp } from '../help/help-state.ts';
import { cycleRegions, focusRegion } from '../regions.ts';
import type { AppCommand } from './command.ts';

export const helpCommands: readonly AppCommand[] = [
  {
    id: 'keyboardHelp',
    title: 'shell.help.title',
    icon: Keyboard,
    keys: 'Shift+?',
    notWhileTyping: true,
    run: openKeyboardHelp,
  },
  { id: 'tour', title: 'tour.start', icon: Compass, run: startTour },
  { id: 'nextRegion', title: 'shell.regions.next', icon: PanelsTopLeft, keys: 'F6', run: () => cycleRegions(1) },
  {
    id: 'previousRegion',
    title: 'shell.regions.previous',
    icon: PanelsTopLeft,
    keys: 'Shift+F6',
    run: () => cycleRegions(-1),
  },
  { id: 'toDrawing', title: 'shell.regions.drawing', icon: PanelsTopLeft, run: () => focusRegion('drawing') },
];
