import { ChevronRight } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import css from './Schemas.module.css';

/** Opens what is said of a schema beside its type. */
export function OpenButton({
  name,
  id,
  isOpen,
  onChange,
}: {
  readonly name: string;
  readonly id: string;
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
}) {
  const t = useT();
  return (
    <button
      type="button"
      className={css.open}
      aria-expanded={isOpen}
      aria-controls={id}
      aria-label={t('schemas.property.details', { name })}
      title={t('schemas.property.details', { name })}
      onClick={() => onChange(!isOpen)}
    >
      <ChevronRight size={13} strokeWidth={2} aria-hidden />
    </button>
  );
}
