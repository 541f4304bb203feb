import { tinykeys } from 'tinykeys';
import { flushTyping } from '../document/index.ts';
import { type AppCommand, commands } from './commands/index.ts';
import { isTyping } from './keys.ts';
import { foldOverlay } from './layout.ts';

/**
 * The bindings of the command table, on the whole window. They come before an editor's own; undo and redo come after, for a field or
 * the drawing may have a nearer meaning for them. A dialog keeps the keys to itself.
 */
export function bindKeys(): void {
  const ours = commands.filter(({ notWhileTyping }) => !notWhileTyping);
  const theirsFirst = commands.filter(({ notWhileTyping }) => notWhileTyping);
  const ignore = (): boolean => false;
  tinykeys(window, bindingsOf(ours), { capture: true, ignore });
  tinykeys(window, { ...bindingsOf(theirsFirst), Escape: foldOverlay }, { ignore });
}

function bindingsOf(bound: readonly AppCommand[]): Record<string, (event: KeyboardEvent) => void> {
  return Object.fromEntries(
    bound.flatMap((command) => (command.keys ? [[command.keys, (event: KeyboardEvent) => press(command, event)]] : [])),
  );
}

function press({ notWhileTyping = false, isEnabled, run }: AppCommand, event: KeyboardEvent): void {
  if (event.defaultPrevented || (notWhileTyping && isTyping(event)) || inDialog()) return;
  event.preventDefault();
  event.stopPropagation();
  flushTyping();
  if (isEnabled?.() ?? true) run();
}

/** One that is on its way out no longer counts. */
function inDialog(): boolean {
  const dialogs = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')];
  return dialogs.some((dialog) => dialog.closest('[data-exiting]') === null);
}
