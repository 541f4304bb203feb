import { readdirSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { catalogues } from './translate.ts';

const { en, zh } = catalogues;
const areas = readdirSync(`${import.meta.dirname}/en`)
  .map((file) => file.replace('.ts', ''))
  .filter((area) => area !== 'index');

/** Names of a message's arguments, however deep: `{count, plural, one {{name}} …}` has both. */
function argumentsOf(text: string): readonly string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      const { type, value, options } = node as { type?: number; value?: unknown; options?: Record<string, unknown> };
      if (type !== undefined && type >= 1 && type <= 6 && typeof value === 'string') found.add(value);
      for (const option of Object.values(options ?? {})) visit((option as { value: unknown }).value);
    }
  };
  visit(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return [...found].toSorted();
}

test('every message of every language parses', () => {
  const broken = Object.entries({ ...prefixed('en', en), ...prefixed('zh', zh) }).filter(([, text]) => {
    try {
      argumentsOf(text);
      return false;
    } catch {
      return true;
    }
  });
  expect(broken).toEqual([]);
});

test('both languages of a message use the same arguments', () => {
  const differing = Object.keys(en).filter(
    (key) => argumentsOf(en[key] ?? '').join() !== argumentsOf(zh[key] ?? '').join(),
  );
  expect(differing).toEqual([]);
});

test('a key begins with the name of its area, and no message is empty', () => {
  const stray = Object.keys(en).filter((key) => !areas.includes(key.split('.')[0] ?? ''));
  expect(stray).toEqual([]);
  expect(Object.entries({ ...en, ...zh }).filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('Chinese messages are Chinese', () => {
  // Names, symbols and units are the same in both; a sentence is not.
  const untranslated = Object.keys(en).filter(
    (key) => en[key] === zh[key] && /[a-z]+ [a-z]+ [a-z]+/i.test(en[key] ?? ''),
  );
  expect(untranslated).toEqual([]);
});

function prefixed(locale: string, messages: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(messages).map(([key, text]) => [`${locale} ${key}`, text]));
}
