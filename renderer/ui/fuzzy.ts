/** Parts of a text that were sought: from, and up to but not with, in UTF-16 units. */
export type Range = readonly [from: number, to: number];

export interface Match {
  /** The more the better. */
  readonly score: number;
  readonly ranges: readonly Range[];
}

/**
 * Whether the letters sought are in a text in their order, each word of them somewhere. A run of letters counts more than single ones,
 * the beginning of a word more than its inside; nothing sought matches everything.
 */
export function fuzzyMatch(sought: string, text: string): Match | null {
  const words = sought.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const within = text.toLocaleLowerCase();
  // A letter whose small form is longer would shift the places: such texts are found, and not marked.
  const isEven = within.length === text.length;
  const found = words.map((word) => matchWord(word, within));
  if (found.some((match) => match === null)) return null;
  const ranges = found.flatMap((match) => match?.ranges ?? []);
  const score = found.reduce((sum, match) => sum + (match?.score ?? 0), 0) - text.length * 0.01;
  return { score, ranges: isEven ? merged(ranges) : [] };
}

function matchWord(word: string, text: string): Match | null {
  const whole = text.indexOf(word);
  if (whole >= 0) {
    const at = wordStart(text, word) ?? whole;
    return {
      score: 100 + word.length * 4 + (isWordStart(text, at) ? 40 : 0) + (at === 0 ? 20 : 0),
      ranges: [[at, at + word.length]],
    };
  }
  return scattered(word, text);
}

function wordStart(text: string, word: string): number | null {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) if (isWordStart(text, at)) return at;
  return null;
}

const isWordStart = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');

/** Letters apart from each other: each begins a word, or goes on where the last one was. */
function scattered(word: string, text: string): Match | null {
  const ranges: Range[] = [];
  let at = 0;
  let score = 0;
  for (const letter of word) {
    const next = nextPlace(letter, text, at);
    if (next === null) return null;
    score += next === at && at > 0 ? 6 : isWordStart(text, next) ? 8 : 1;
    ranges.push([next, next + letter.length]);
    at = next + letter.length;
  }
  // Letters strewn over a long text are no find.
  return score >= word.length * 4 ? { score, ranges } : null;
}

function nextPlace(letter: string, text: string, from: number): number | null {
  if (from > 0 && text.startsWith(letter, from)) return from;
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (isWordStart(text, at)) return at;
  const any = text.indexOf(letter, from);
  return any < 0 ? null : any;
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const whole: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else whole.push([from, to]);
  }
  return whole;
}

export interface Found<T> {
  readonly item: T;
  readonly ranges: readonly Range[];
}

/** The best first; as they come where nothing is sought. `more` is searched too, whole words only, and counts less. */
export function searched<T>(
  items: readonly T[],
  sought: string,
  textOf: (item: T) => string,
  more: (item: T) => string = () => '',
): readonly Found<T>[] {
  if (sought.trim() === '') return items.map((item) => ({ item, ranges: [] }));
  const words = sought.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = items.flatMap((item) => {
    const match = fuzzyMatch(sought, textOf(item));
    if (match) return [{ item, ...match }];
    const all = `${textOf(item)} ${more(item)}`.toLocaleLowerCase();
    return words.every((word) => all.includes(word)) ? [{ item, score: 0, ranges: [] }] : [];
  });
  return found.toSorted((a, b) => b.score - a.score);
}
