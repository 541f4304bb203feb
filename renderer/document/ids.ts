import type { Outline } from './outline.ts';

/** `__proto__` is a name no object can have as its own by writing to it. */
export const idPattern = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** `ship`, `ship2`, `ship3`, whichever nobody has. */
export function freshId(wanted: string, taken: ReadonlySet<string>): string {
  const base = usable(wanted);
  if (!taken.has(base)) return base;
  const stem = base.replace(/\d+$/, '').slice(0, 58);
  for (let number = 2; ; number += 1) {
    const id = `${stem}${number}`;
    if (!taken.has(id)) return id;
  }
}

/** What of a name can be an id; a name in another script gives none. */
function usable(wanted: string): string {
  const words = wanted.replaceAll(/[^A-Za-z0-9_-]+/g, '_').replaceAll(/^[^A-Za-z_]+|_+$/g, '');
  return words.slice(0, 60) || 'step';
}

export function takenIds(outline: Outline): ReadonlySet<string> {
  return new Set(outline.steps.keys());
}
