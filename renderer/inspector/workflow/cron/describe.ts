import type { Locale } from '../../../locales/index.ts';

/** Cron in words; null: it says nothing that could be said. The words are fetched when they are first needed. */
export async function describeCron(cron: string, locale: Locale): Promise<string | null> {
  const { default: cronstrue } = await import('cronstrue');
  // @ts-expect-error the words of a language come without types; loading them is all there is to do
  if (locale === 'zh') await import('cronstrue/locales/zh_CN.js');
  try {
    return cronstrue.toString(cron, { locale: locale === 'zh' ? 'zh_CN' : 'en', use24HourTimeFormat: true });
  } catch {
    return null;
  }
}
