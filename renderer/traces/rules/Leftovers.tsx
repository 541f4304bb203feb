import { Plus } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import type { LeftOver, RulesPreview } from './preview.ts';
import css from './RulesDialog.module.css';

interface Props {
  readonly traceName: string;
  readonly preview: RulesPreview | null;
  readonly onTake: (span: LeftOver) => void;
}

/** The trace the rules are tried on: what they leave over, each a rule away. */
export function Leftovers({ traceName, preview, onTake }: Props) {
  const t = useT();
  if (!preview) return <p className={css.sum}>{t('traces.rules.reading', { name: traceName })}</p>;
  const byRules = [...preview.byRule.values()].reduce((sum, { spans }) => sum + spans, 0);
  return (
    <section className={css.preview} aria-label={t('traces.rules.inTrace', { name: traceName })}>
      <h3>{t('traces.rules.inTrace', { name: traceName })}</h3>
      <p className={css.sum} role="status">
        <span>{t('traces.rules.own', { count: preview.own })}</span>
        <span>{t('traces.rules.byRules', { count: byRules })}</span>
        <span>{t('traces.rules.unmapped', { count: preview.unmapped })}</span>
      </p>
      {preview.left.length > 0 && (
        <ul className={css.left}>
          {preview.left.map((span) => (
            <li key={`${span.service}\n${span.name}`}>
              <span className={css.leftName} title={span.name}>
                {span.name}
              </span>
              <span className={css.leftService} title={span.service}>
                {span.service}
              </span>
              <span className={css.leftCount}>{t('traces.spans', { count: span.spans })}</span>
              <Button
                size="sm"
                variant="ghost"
                icon={Plus}
                aria-label={t('traces.rules.mapNamed', { name: span.name })}
                onPress={() => onTake(span)}
              >
                {t('traces.rules.map')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
