import { useT } from '../../locales/index.ts';

/** All runs, over the whole width. */
export function RunsPage() {
  const t = useT();
  return <h2>{t('runlist.title')}</h2>;
}
