import { type Locale, useLocaleStore } from '../locale.ts';
import { zhOfEngine } from './zh-engine.ts';

const lists: Readonly<Record<Locale, typeof zhOfEngine>> = { en: [], zh: zhOfEngine };

/** A sentence of the engine's own, in the language; as it is where there are no other words. */
export function saidByEngine(text: string, locale: Locale = useLocaleStore.getState().locale): string {
  for (const [pattern, words] of lists[locale]) {
    const found = pattern.exec(text);
    if (found) return words.replaceAll(/\$(\d)/g, (_, at: string) => saidByEngine(found[Number(at)] ?? '', locale));
  }
  return text;
}

/** The same for what stays on the screen when the language is switched. */
export function useSaidByEngine(): (text: string) => string {
  const locale = useLocaleStore((state) => state.locale);
  return (text) => saidByEngine(text, locale);
}
