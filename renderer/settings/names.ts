import type { Locale, MessageKey } from '../locales/index.ts';
import type { Theme } from './theme.ts';

/** Each language in its own words, for who cannot read the one in force. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', zh: '简体中文' };

export const themeLabels = {
  system: 'settings.theme.system',
  light: 'settings.theme.light',
  dark: 'settings.theme.dark',
} as const satisfies Record<Theme, MessageKey>;
