import { tinykeys } from 'tinykeys';
import { commands } from './commands.ts';
import { foldOverlay } from './layout.ts';
import { isTyping } from './keys.ts';

/** The bindings of the command table, on the whole window. A dialog keeps the keys to itself. */
export function bindKeys(): void {
  const bindings = commands.flatMap(({ keys, notWhileTyping, isEnabled, run }) =>
    keys === undefined
      ? []
      : [
          [
            keys,
            (event: KeyboardEvent) => {
              if (event.defaultPrevented || (notWhileTyping && isTyping(event)) || inDialog()) return;
              event.preventDefault();
              if (isEnabled?.() ?? true) run();
            },
          ] as const,
        ],
  );
  tinykeys(window, { ...Object.fromEntries(bindings), Escape: foldOverlay }, { ignore: () => false });
}

function inDialog(): boolean {
  return document.querySelector('[role="dialog"][aria-modal], [role="alertdialog"], [data-modal]') !== null;
}
