import type { Diagnostic } from '@sagaloom/engine/core';
import type { Locale } from '../locales/index.ts';
import { catalogues } from '../locales/translate.ts';
import type { Source } from './source/source.ts';

/** What is wrong with a text, whatever it says: it cannot be read at all, or only by those who take comments. */
export function problemsOfText({ broken, isLoose }: Source, locale: Locale): readonly Diagnostic[] {
  const words = catalogues[locale];
  if (broken) return [problem('error', words[`document.json.${broken.problem}`] ?? '')];
  return isLoose ? [problem('warning', words['text.loose.problem'] ?? '')] : [];
}

const problem = (severity: Diagnostic['severity'], message: string): Diagnostic => ({
  code: 'JSON_SYNTAX',
  severity,
  pointer: '',
  line: null,
  column: null,
  step: null,
  message,
});
