/** Words of a text, parted by spaces; what is between quotation marks is one, spaces and all. */
export interface Word {
  readonly text: string;
  readonly at: number;
  readonly isOpen: boolean;
}

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const pattern = /(?:"(?:\\.|[^"\\])*"?|[^\s"])+/gu;
  for (const { 0: word, index } of text.matchAll(pattern)) words.push({ text: word, at: index, isOpen: isOpen(word) });
  return words;
}

const isOpen = (word: string): boolean => (word.replaceAll(/\\./gu, '').split('"').length - 1) % 2 === 1;

/** Values parted by commas, those in quotation marks as they are. */
export function valuesOf(text: string): readonly Value[] {
  return Array.from(text.matchAll(/(?:"(?:\\.|[^"\\])*"|[^,"])+/gu), ({ 0: part }) => valueOf(part));
}

export interface Value {
  readonly text: string;
  /** It stood between quotation marks, and is a text whatever it looks like. */
  readonly isQuoted: boolean;
}

export function valueOf(part: string): Value {
  const quoted = /^"(?<inner>(?:\\.|[^"\\])*)"$/u.exec(part);
  if (quoted === null) return { text: part, isQuoted: false };
  return { text: (quoted.groups?.['inner'] ?? '').replaceAll(/\\(?<one>.)/gu, '$<one>'), isQuoted: true };
}

/** As it has to be written so that it is read as this text. */
export function written(text: string, looksLikeMore = false): string {
  const isPlain = !looksLikeMore && /^[^\s",]+$/u.test(text);
  return isPlain ? text : `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
