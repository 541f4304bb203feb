import { readTokens } from '../ui/read-tokens.ts';

/** The tokens the canvas draws with, read from the page: themes are the style sheet's business. */
const tokens = {
  panel: '--panel',
  raised: '--raised',
  sunk: '--sunk',
  line: '--line',
  line2: '--line-2',
  line3: '--line-3',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  accent: '--accent',
  accentInk: '--accent-ink',
  accentSoft: '--accent-soft',
  focus: '--focus',
  ok: '--ok',
  warn: '--warn',
  warnSoft: '--warn-soft',
  bad: '--bad',
  badSoft: '--bad-soft',
  undo: '--undo',
  time: '--time',
  timeSoft: '--time-soft',
  font: '--font',
  mono: '--mono',
  service0: '--service-1',
  service1: '--service-2',
  service2: '--service-3',
  service3: '--service-4',
  service4: '--service-5',
  service5: '--service-6',
  service6: '--service-7',
  service7: '--service-8',
} as const;

export type CanvasTheme = Readonly<Record<keyof typeof tokens, string>>;

export const readTheme = (element: Element): CanvasTheme => readTokens(element, tokens);

/** Calls when the theme changes, or a font arrives that text was measured without. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-contrast', 'class', 'style'],
  });
  document.fonts?.addEventListener('loadingdone', changed);
  const forced = matchMedia('(forced-colors: active)');
  forced.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    forced.removeEventListener('change', changed);
    document.fonts?.removeEventListener('loadingdone', changed);
  };
}
