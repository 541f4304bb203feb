const blank = /^(?:\s|;)+/;
const lineComment = /^(?:--|#)[^\r\n]*(?:\r?\n|$)/;
const blockComment = /^\/\*(?!M?!)(?:(?!\/\*)[\s\S])*?\*\//;

/**
 * The word that says what a statement does, in capitals: blanks, comments and brackets before it are left out. Databases do not agree on
 * where some comments end, and MySQL runs what stands in others; behind such a one there is no telling, and the word is none: ``.
 */
export function firstWord(text: string): string {
  let rest = text;
  for (;;) {
    const before = rest;
    for (const skipped of [blank, lineComment, blockComment, /^\(+/]) rest = rest.replace(skipped, '');
    if (rest === before) return /^[A-Za-z_]+/.exec(rest)?.[0].toUpperCase() ?? '';
  }
}

export interface Positional {
  readonly text: string;
  /** In the order of their places; a name may stand in several. */
  readonly names: readonly string[];
}

const strings =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|(?:--\s|#)[^\n]*|\/\*[\s\S]*?\*\/|::?[A-Za-z_]\w*|:=/g;

/** `:name` becomes `?`, outside of texts, quoted names and comments: MySQL itself knows places only. */
export function positional(text: string): Positional {
  const names: string[] = [];
  const replaced = text.replaceAll(strings, (found) => {
    if (!/^:\w/.test(found)) return found;
    names.push(found.slice(1));
    return '?';
  });
  return { text: replaced, names };
}
