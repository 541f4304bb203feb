import type { Locale, MessageKey } from '../locales/index.ts';
import type { Motion } from './motion.ts';
import type { Contrast, Theme } from './theme.ts';

/** Each language in its own words, for who cannot read the one in force. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', zh: '简体中文' };

export const themeLabels = {
  system: 'settings.theme.system',
  light: 'settings.theme.light',
  dark: 'settings.theme.dark',
} as const satisfies Record<Theme, MessageKey>;

export const contrastLabels = {
  system: 'settings.contrast.system',
  standard: 'settings.contrast.standard',
  more: 'settings.contrast.more',
} as const satisfies Record<Contrast, MessageKey>;

export const motionLabels = {
  system: 'settings.motion.system',
  reduce: 'settings.motion.reduce',
} as const satisfies Record<Motion, MessageKey>;
