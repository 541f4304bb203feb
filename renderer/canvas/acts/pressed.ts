import { actsByKeys, type Press } from '../../shell/acts.ts';
import { type ActId, actIds, actName } from './names.ts';

export interface PlacedPress extends Press {
  /** Which key of the keyboard it is. */
  readonly code: string;
}

/** Keys that mean the same on the drawing as another one's. */
const also: Readonly<Record<string, string>> = {
  Backspace: 'Delete',
  Insert: 'a',
  '=': '+',
  '$mod+ArrowUp': '$mod+ArrowLeft',
  '$mod+ArrowDown': '$mod+ArrowRight',
};

const bindings = actsByKeys(actIds, actName);

/** The act a key press asks for. Digits count by their place on the keyboard: with Shift they write something else. */
export function actPressed(press: PlacedPress): ActId | null {
  if (press.altKey) return null;
  const mod = press.ctrlKey || press.metaKey ? '$mod+' : '';
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  const key = digit ?? (press.key.length === 1 ? press.key.toLowerCase() : press.key);
  const writes = press.key.length === 1 && !/[a-z]/i.test(press.key) && digit === undefined;
  const shift = press.shiftKey && !writes ? 'Shift+' : '';
  const pressed = `${mod}${shift}${key}`;
  return bindings.get(also[pressed] ?? pressed) ?? null;
}
