import type { ActivityInfo } from '@sagaloom/engine/contract';
import { useEffect, useState } from 'react';
import { type Locale, useLocaleStore } from '../../../locales/index.ts';

/** What the activities that come with the engine say of themselves, in other languages: fetched when it is first read. */
const translated: Partial<Record<Locale, Readonly<Record<string, () => Promise<string>>>>> = {
  zh: import.meta.glob<string>('../../../locales/zh/activity-docs/*.md', { query: '?raw', import: 'default' }),
};

/** Those of the workspace and of workers elsewhere speak for themselves. */
export async function docsOf({ name, source, docs }: ActivityInfo, locale: Locale): Promise<string> {
  if (source !== 'builtin') return docs;
  const load = translated[locale]?.[`../../../locales/${locale}/activity-docs/${name}.md`];
  return load ? load().catch(() => docs) : docs;
}

/** In the language in force; nothing until it is there. */
export function useDocs(activity: ActivityInfo | null): string {
  const locale = useLocaleStore((state) => state.locale);
  const [shown, setShown] = useState<{ readonly of: ActivityInfo; readonly locale: Locale; readonly text: string }>();
  useEffect(() => {
    let isWanted = true;
    if (activity)
      void docsOf(activity, locale).then((text) => {
        if (isWanted) setShown({ of: activity, locale, text });
      });
    return () => {
      isWanted = false;
    };
  }, [activity, locale]);
  return shown?.of === activity && shown?.locale === locale ? shown.text : '';
}
