import { remembered } from './choice.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const contrasts = ['system', 'standard', 'more'] as const;
export type Contrast = (typeof contrasts)[number];

export const useTheme = remembered<Theme>('sagaloom.theme', themes);
export const useContrast = remembered<Contrast>('sagaloom.contrast', contrasts);

/** Keeps `<html data-theme data-contrast>` in step with the choices, and with the system while that is the choice. */
export function bindDocumentTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const strong = matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const { dataset } = document.documentElement;
    dataset['theme'] = ofSystem(useTheme.getState().value, dark.matches ? 'dark' : 'light');
    dataset['contrast'] = ofSystem(useContrast.getState().value, strong.matches ? 'more' : 'standard');
  };
  apply();
  for (const query of [dark, strong]) query.addEventListener('change', apply);
  for (const choice of [useTheme, useContrast]) choice.subscribe(apply);
}

function ofSystem(choice: string, system: string): string {
  return choice === 'system' ? system : choice;
}
