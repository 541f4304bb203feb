import type { LucideIcon } from 'lucide-react';
import type { MessageKey } from '../locales/index.ts';

/** What can be done in a place of its own, by name, with its picture and its key there: for menus, the command palette and the keyboard. */
export interface ActName {
  readonly title: MessageKey;
  readonly icon: LucideIcon;
  /** As tinykeys reads it; it works while the place has the focus. */
  readonly keys?: string;
}

/** What of a key press counts. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Which act a binding means; of those without one, none. */
export function actsByKeys<Id extends string>(
  ids: readonly Id[],
  nameOf: (id: Id) => ActName,
): ReadonlyMap<string, Id> {
  return new Map(
    ids.flatMap((id) => {
      const { keys } = nameOf(id);
      return keys === undefined ? [] : [[keys, id] as const];
    }),
  );
}
