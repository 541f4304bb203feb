import { create } from 'zustand';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'sagaloom.theme';

interface ThemeState {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

export const useTheme = create<ThemeState>((set) => ({
  theme: remembered(),
  setTheme: (theme) => {
    localStorage.setItem(storageKey, theme);
    set({ theme });
  },
}));

/** Keeps `<html data-theme>` in step with the choice, and with the system while that is the choice. */
export function bindDocumentTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const { theme } = useTheme.getState();
    const isDark = theme === 'dark' || (theme === 'system' && dark.matches);
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  };
  apply();
  dark.addEventListener('change', apply);
  useTheme.subscribe(apply);
}

function remembered(): Theme {
  const stored = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}
