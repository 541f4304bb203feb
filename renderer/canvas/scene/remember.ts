interface Made<T> {
  readonly of: readonly unknown[];
  readonly it: T;
}

/**
 * What was made of a step, for as long as the step and all else it was made of stay the same. Documents share what they have in
 * common: after an edit, thousands of steps are the same objects, and their words and ports need not be made again.
 */
export function remembering<T>(): (step: object, of: readonly unknown[], make: () => T) => T {
  const known = new WeakMap<object, Made<T>>();
  return (step, of, make) => {
    const before = known.get(step);
    if (before && isSame(before.of, of)) return before.it;
    const it = make();
    known.set(step, { of, it });
    return it;
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (!Object.is(a[index], b[index])) return false;
  return true;
}
