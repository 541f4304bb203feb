import { refuse } from './problem.ts';

/** Half a surrogate pair has no form in UTF-8, and would become another character. */
export function wellFormed(text: string): string {
  return text.isWellFormed()
    ? text
    : refuse('value', 'A text holds half a character (a lone surrogate), which has no form in UTF-8.');
}
