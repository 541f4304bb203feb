import { type ActId, actIds, actName } from '../../timeline/acts/names.ts';
import { timelineInFront } from '../../timeline/acts/offered.ts';
import type { AppCommand } from './command.ts';

const command = (id: ActId): AppCommand => {
  const { title, icon, keys } = actName(id);
  return {
    id: `timeline.${id}`,
    title,
    words: (t) => t(timelineInFront()?.titleOf(id) ?? title),
    icon,
    place: 'timeline.label',
    ...(keys === undefined ? {} : { localKeys: keys }),
    isEnabled: () => timelineInFront() !== null,
    whyNot: () => timelineInFront()?.whyNot(id) ?? null,
    run: () => timelineInFront()?.run(id),
  };
};

/** Everything that can be done on the timeline in sight. Its keys work while the timeline has the focus. */
export const timelineCommands: readonly AppCommand[] = actIds.map(command);
