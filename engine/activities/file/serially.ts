/** The last of those that are at a file, by its path. */
const last = new Map<string, Promise<unknown>>();

/** Attempts of this process at the same files are one after the other: between looking and doing no other of them comes. */
export async function serially<T>(keys: readonly string[], act: () => Promise<T>): Promise<T> {
  const before = keys.map((key) => last.get(key) ?? Promise.resolve());
  const mine = Promise.allSettled(before).then(act);
  for (const key of keys) last.set(key, mine);
  try {
    return await mine;
  } finally {
    for (const key of keys) if (last.get(key) === mine) last.delete(key);
  }
}
