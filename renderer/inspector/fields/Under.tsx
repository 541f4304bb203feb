import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useField } from '../editing.ts';
import css from './Under.module.css';

interface Props {
  readonly path: Path;
  /** What holds without the field, in words; empty where nothing does. */
  readonly fallback: string;
  /** What is written, in words. */
  readonly children?: ReactNode;
}

/** The line under a field: what its value means, and the way back to what holds without it. */
export function Under({ path, fallback, children }: Props) {
  const t = useT();
  const { value, readOnly, write } = useField(path);
  const canReset = value !== undefined && fallback !== '' && !readOnly;
  if (!canReset && (children === undefined || children === null)) return null;
  return (
    <div className={css.under}>
      <span>{children}</span>
      {canReset && (
        <button
          type="button"
          className={css.reset}
          title={t('schemas.reset.title', { value: fallback })}
          aria-label={t('schemas.reset.title', { value: fallback })}
          onClick={() => write(undefined)}
        >
          <RotateCcw size={11} strokeWidth={2} aria-hidden />
          {fallback}
        </button>
      )}
    </div>
  );
}
