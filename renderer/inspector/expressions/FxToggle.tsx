import { useT } from '../../locales/index.ts';
import css from './Expressions.module.css';

interface Props {
  /** Name of the field. */
  readonly label: string;
  readonly isExpression: boolean;
  /** The field holds nothing but expressions. */
  readonly isAlways?: boolean;
  readonly onChange: (isExpression: boolean) => void;
}

/** Between a value written out and an expression. */
export function FxToggle({ label, isExpression, isAlways = false, onChange }: Props) {
  const t = useT();
  const title = isAlways
    ? t('expressions.toggle.always')
    : t(isExpression ? 'expressions.toggle.toLiteral' : 'expressions.toggle.toExpression');
  return (
    <button
      type="button"
      className={css.fx}
      aria-pressed={isExpression}
      aria-label={t('expressions.toggle', { label })}
      aria-disabled={isAlways || undefined}
      title={title}
      onClick={() => {
        if (!isAlways) onChange(!isExpression);
      }}
    >
      {t('expressions.fx')}
    </button>
  );
}
