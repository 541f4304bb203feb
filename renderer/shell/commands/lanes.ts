import { CircleDot, Flame, Maximize2, Minimize2, Undo2 } from 'lucide-react';
import { toggleWayBack } from '../../canvas/way-back.ts';
import { leave, showWithin, withinOf } from '../../canvas/within/within.ts';
import {
  clearBreakpoints,
  breakpointsOf,
  findDocument,
  isComposite,
  outlineOf,
  toggleBreakpoints,
} from '../../document/index.ts';
import { toggleHeat } from '../../heat/heat-state.ts';
import { type AppCommand, hasFile, ofActive, withActive } from './command.ts';

const selected = (id: string): readonly string[] => findDocument(id)?.selection.steps ?? [];

/** The container that is selected, alone. */
function chosenContainer(id: string): string | null {
  const [step, ...others] = selected(id);
  const entry = outlineOf(findDocument(id)?.document ?? {}).steps.get(step ?? '');
  return entry && others.length === 0 && isComposite(entry.type) && entry.id !== withinOf(id) ? entry.id : null;
}

/** Ways of looking at the drawing that change no file: into a container, the way back, where runs pause. */
export const laneCommands: readonly AppCommand[] = [
  {
    id: 'enterContainer',
    title: 'lanes.enter',
    icon: Maximize2,
    isEnabled: ofActive((id) => chosenContainer(id) !== null),
    run: withActive((id) => showWithin(id, chosenContainer(id))),
  },
  {
    id: 'leaveContainer',
    title: 'lanes.leave',
    icon: Minimize2,
    isEnabled: ofActive((id) => withinOf(id) !== null),
    run: withActive(leave),
  },
  { id: 'wayBack', title: 'lanes.toggle', icon: Undo2, keys: 'Alt+b', isEnabled: hasFile, run: toggleWayBack },
  { id: 'heat', title: 'heat.toggle', icon: Flame, keys: 'Alt+h', isEnabled: hasFile, run: toggleHeat },
  {
    id: 'breakpoint',
    title: 'breakpoints.toggle',
    icon: CircleDot,
    keys: 'F9',
    isEnabled: ofActive((id) => selected(id).length > 0),
    run: withActive((id) => toggleBreakpoints(id, selected(id))),
  },
  {
    id: 'clearBreakpoints',
    title: 'breakpoints.clear',
    icon: CircleDot,
    isEnabled: ofActive((id) => breakpointsOf(id).length > 0),
    run: withActive(clearBreakpoints),
  },
];
