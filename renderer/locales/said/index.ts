import { type Diagnostic, type Said, type SaidValue, type SentenceKey, wordsOf } from '@sagaloom/engine/core';
import type { Locale } from '../locale.ts';
import { zh } from './zh.ts';
import { zhOfOthers } from './zh-others.ts';

/** English is the compiler's own. */
const catalogues: Readonly<Record<Locale, Readonly<Record<SentenceKey, string>> | null>> = { en: null, zh };
const ofOthers: Readonly<Record<Locale, typeof zhOfOthers>> = { en: [], zh: zhOfOthers };

/** What a diagnostic says, in the language; its own message where there are no other words. */
export function saidIn(locale: Locale, { says, message }: Diagnostic): string {
  const catalogue = catalogues[locale];
  return says && catalogue ? wordsOf(worded(says, locale), catalogue) : message;
}

const inLanguage = new WeakMap<readonly Diagnostic[], Map<Locale, readonly Diagnostic[]>>();

/** The same problems with their messages in the language; of the same list the same one. */
export function problemsIn(locale: Locale, problems: readonly Diagnostic[]): readonly Diagnostic[] {
  if (catalogues[locale] === null || problems.length === 0) return problems;
  const known = inLanguage.get(problems) ?? new Map<Locale, readonly Diagnostic[]>();
  inLanguage.set(problems, known);
  const found = known.get(locale) ?? problems.map((one) => ({ ...one, message: saidIn(locale, one) }));
  known.set(locale, found);
  return found;
}

/** With the words of others (`problem`) in the language too. */
function worded({ key, values }: Said, locale: Locale): Said {
  const entries = Object.entries(values).map(([name, value]): readonly [string, SaidValue] => [
    name,
    name === 'problem' && typeof value === 'string' ? ofOther(value, locale) : value,
  ]);
  return { key, values: Object.fromEntries(entries) };
}

function ofOther(text: string, locale: Locale): string {
  const [pattern, words] = ofOthers[locale].find(([known]) => known.test(text)) ?? [];
  return pattern && words !== undefined ? text.replace(pattern, words) : text;
}
