import { Flag } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import css from './PivotCard.module.css';

/** What it means that a step is the point of no return. */
export function PivotCard() {
  const t = useT();
  return (
    <aside className={css.card}>
      <h2>
        <Flag size={14} strokeWidth={2} aria-hidden />
        {t('inspector.pivot.title')}
      </h2>
      <p>{t('inspector.pivot.text')}</p>
    </aside>
  );
}
