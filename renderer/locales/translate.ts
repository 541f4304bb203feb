import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en/index.ts';
import { type Locale, languageTags, useLocaleStore } from './locale.ts';
import { zh } from './zh/index.ts';

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number | Date>>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export const catalogues: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { en, zh };

/** For a component; it renders again when the language changes. */
export function useT(): Translate {
  return translators[useLocaleStore((state) => state.locale)];
}

/** Outside components (a toast, a command's title), in the language of the moment. */
export const translate: Translate = (key, values) => translators[useLocaleStore.getState().locale](key, values);

const translators: Readonly<Record<Locale, Translate>> = { en: translator('en'), zh: translator('zh') };

function translator(locale: Locale): Translate {
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const format = (key: MessageKey): IntlMessageFormat => {
    const known = parsed.get(key);
    if (known) return known;
    const fresh = new IntlMessageFormat(catalogues[locale][key] ?? key, languageTags[locale], undefined, {
      ignoreTag: true,
    });
    parsed.set(key, fresh);
    return fresh;
  };
  return (key, values) => String(format(key).format(values));
}
