import { type ActId, actIds, actName } from './names.ts';

/** What of a key press counts. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Keys that mean the same on the drawing as another one's. */
const also: Readonly<Record<string, string>> = {
  Backspace: 'Delete',
  Insert: 'a',
  '=': '+',
  '$mod+ArrowUp': '$mod+ArrowLeft',
  '$mod+ArrowDown': '$mod+ArrowRight',
};

const bindings: ReadonlyMap<string, ActId> = new Map(
  actIds.flatMap((id) => {
    const { keys } = actName(id);
    return keys === undefined ? [] : [[keys, id] as const];
  }),
);

/** The act a key press asks for. Digits count by their place on the keyboard: with Shift they write something else. */
export function actPressed(press: Press): ActId | null {
  if (press.altKey) return null;
  const mod = press.ctrlKey || press.metaKey ? '$mod+' : '';
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  const key = digit ?? (press.key.length === 1 ? press.key.toLowerCase() : press.key);
  const writes = press.key.length === 1 && !/[a-z]/i.test(press.key) && digit === undefined;
  const shift = press.shiftKey && !writes ? 'Shift+' : '';
  const pressed = `${mod}${shift}${key}`;
  return bindings.get(also[pressed] ?? pressed) ?? null;
}
