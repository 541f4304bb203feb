import { actsByKeys, type Press } from '../../shell/acts.ts';
import { type ActId, actIds, actName } from './names.ts';

/** Keys that mean the same on a timeline as another one's. */
const also: Readonly<Record<string, string>> = { '=': '+', '/': 'f' };

const bindings = actsByKeys(actIds, actName);

/** The act a key press asks for. Shift counts with letters: other keys write something else with it. */
export function actPressed({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): ActId | null {
  if (ctrlKey || metaKey || altKey) return null;
  const isLetter = /^[a-z]$/i.test(key);
  const pressed = isLetter ? `${shiftKey ? 'Shift+' : ''}${key.toLowerCase()}` : key;
  return bindings.get(also[pressed] ?? pressed) ?? null;
}
