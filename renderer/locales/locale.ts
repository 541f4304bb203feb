import { create } from 'zustand';

export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

/** What `lang` and `Intl` are told. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-CN' };

const storageKey = 'sagaloom.locale';

interface LocaleState {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
}

export const useLocaleStore = create<LocaleState>((set) => ({
  locale: remembered() ?? preferred(),
  setLocale: (locale) => {
    localStorage.setItem(storageKey, locale);
    set({ locale });
  },
}));

/** Keeps `<html lang>` in step, from now on; and the language in step with what is chosen in another window. */
export function bindDocumentLanguage(): void {
  const apply = ({ locale }: LocaleState): void => {
    document.documentElement.lang = languageTags[locale];
  };
  apply(useLocaleStore.getState());
  useLocaleStore.subscribe(apply);
  addEventListener('storage', ({ key }) => {
    const locale = remembered();
    if (key === storageKey && locale) useLocaleStore.setState({ locale });
  });
}

function remembered(): Locale | null {
  const stored = localStorage.getItem(storageKey);
  return locales.find((locale) => locale === stored) ?? null;
}

function preferred(): Locale {
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) &&
    !navigator.languages[0]?.toLowerCase().startsWith('en')
    ? 'zh'
    : 'en';
}
