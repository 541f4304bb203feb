const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const names: Readonly<Record<string, string>> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Shift: isMac ? '⇧' : 'Shift',
  Alt: isMac ? '⌥' : 'Alt',
  Enter: isMac ? '↵' : 'Enter',
  '-': '−',
};

/** A key binding as tinykeys reads it, the way a keyboard shows it: `$mod+Shift+z` is `Ctrl Shift Z`, `-` is `−`. */
export function keysLabel(binding: string): string {
  return binding
    .replace('Shift+?', '?') // no keyboard writes it without
    .split(/(?<=.)\+/) // the plus itself is a key too
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
}

/** Keys that write text, or undo its writing, belong to the field they are pressed in. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
