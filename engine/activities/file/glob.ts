/**
 * Whether a path is meant by a pattern: `*` is any part of a name, `?` one character, `**` any number of folders. Linear in each name, so that no
 * pattern takes long.
 */
export function matches(pattern: readonly string[], path: readonly string[]): boolean {
  let reached = new Set([0]); // how far in the pattern the path so far may be
  for (const name of path) {
    const next = new Set<number>();
    for (const at of withSkips(pattern, reached)) {
      const part = pattern[at];
      if (part === '**') next.add(at);
      else if (part !== undefined && isName(part, name)) next.add(at + 1);
    }
    reached = next;
  }
  return withSkips(pattern, reached).has(pattern.length);
}

/** Whether something below a folder could be meant. */
export function mayMatchBelow(pattern: readonly string[], folder: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const name of folder) {
    const next = new Set<number>();
    for (const at of withSkips(pattern, reached)) {
      const part = pattern[at];
      if (part === '**') next.add(at);
      else if (part !== undefined && isName(part, name)) next.add(at + 1);
    }
    reached = next;
  }
  return [...reached].some((at) => at < pattern.length);
}

/** `**` may also be no folder at all. */
function withSkips(pattern: readonly string[], reached: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(reached);
  for (const at of all) if (pattern[at] === '**') all.add(at + 1);
  return all;
}

/** Goes back to the last star only: what stood before it is matched for good. */
function isName(pattern: string, name: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < name.length;) {
    const char = pattern[at];
    if (char === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (char === '?' || char === name[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
