import type { MessageKey } from '../../locales/index.ts';
import type { AppCommand } from './command.ts';
import { canvasCommands } from './canvas.ts';
import { diffCommands } from './diff.ts';
import { editCommands } from './edit.ts';
import { fileCommands } from './file.ts';
import { helpCommands } from './help.ts';
import { laneCommands } from './lanes.ts';
import { problemCommands } from './problems.ts';
import { runCommands } from './run.ts';
import { textCommands } from './text.ts';
import { timelineCommands } from './timeline.ts';
import { traceCommands } from './traces.ts';
import { viewCommands } from './view.ts';

export type { AppCommand } from './command.ts';

interface CommandGroup {
  readonly title: MessageKey;
  readonly commands: readonly AppCommand[];
}

/**
 * Everything that can be done from the keyboard, in one table: the command palette and the keyboard's help list it, the key bindings
 * come from it. An area adds its commands to the group they belong to.
 */
export const commandGroups: readonly CommandGroup[] = [
  { title: 'shell.help.file', commands: [...fileCommands] },
  { title: 'shell.help.edit', commands: [...editCommands] },
  { title: 'shell.help.drawing', commands: [...canvasCommands] },
  { title: 'shell.help.run', commands: [...runCommands, ...traceCommands] },
  { title: 'timeline.label', commands: [...timelineCommands] },
  {
    title: 'shell.help.view',
    commands: [...viewCommands, ...laneCommands, ...textCommands, ...diffCommands, ...problemCommands],
  },
  { title: 'shell.help.help', commands: [...helpCommands] },
];

export const commands: readonly AppCommand[] = commandGroups.flatMap((group) => group.commands);
