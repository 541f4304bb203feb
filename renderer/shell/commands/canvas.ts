import { canvasControls } from '../../canvas/acts/controls.ts';
import { type ActId, actIds, actName } from '../../canvas/acts/names.ts';
import { useDocuments } from '../../document/index.ts';
import type { AppCommand } from './command.ts';

/** The drawing in front, once its code is there. */
const controls = () => {
  const offered = canvasControls();
  return offered?.documentId === useDocuments.getState().activeId ? offered : null;
};

const command = (id: ActId): AppCommand => {
  const { title, icon, keys, onlyLooks = false } = actName(id);
  return {
    id: `canvas.${id}`,
    title,
    icon,
    ...(onlyLooks ? { place: 'canvas.place' } : {}), // the timeline zooms too
    ...(keys === undefined ? {} : { localKeys: keys }),
    isEnabled: () => controls() !== null,
    whyNot: () => controls()?.whyNot(id) ?? null,
    run: () => controls()?.run(id),
  };
};

/** Everything that can be done on the drawing. Its keys work while the drawing has the focus. */
export const canvasCommands: readonly AppCommand[] = actIds.map(command);
