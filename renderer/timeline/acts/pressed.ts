import { type ActId, actIds, actName } from './names.ts';

/** What of a key press counts. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Keys that mean the same on a timeline as another one's. */
const also: Readonly<Record<string, string>> = { '=': '+', '/': 'f' };

const bindings: ReadonlyMap<string, ActId> = new Map(
  actIds.flatMap((id) => {
    const { keys } = actName(id);
    return keys === undefined ? [] : [[keys, id] as const];
  }),
);

/** The act a key press asks for. Shift counts with letters: other keys write something else with it. */
export function actPressed({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): ActId | null {
  if (ctrlKey || metaKey || altKey) return null;
  const isLetter = /^[a-z]$/i.test(key);
  const pressed = isLetter ? `${shiftKey ? 'Shift+' : ''}${key.toLowerCase()}` : key;
  return bindings.get(also[pressed] ?? pressed) ?? null;
}
