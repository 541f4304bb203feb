import type { AppCommand } from './command.ts';
import { editCommands } from './edit.ts';
import { fileCommands } from './file.ts';
import { runCommands } from './run.ts';
import { viewCommands } from './view.ts';

export type { AppCommand } from './command.ts';

/** Everything that can be done from the keyboard, in one table: the command palette lists it, the key bindings come from it. */
export const commands: readonly AppCommand[] = [...fileCommands, ...editCommands, ...runCommands, ...viewCommands];
