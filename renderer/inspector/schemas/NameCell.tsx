import { useEffect, useRef, useState } from 'react';
import { useT } from '../../locales/index.ts';
import { cx } from '../../ui/index.ts';
import css from './Schemas.module.css';

interface Props {
  readonly name: string;
  readonly taken: readonly string[];
  readonly readOnly: boolean;
  /** It was just made: its name is what comes next. */
  readonly isFresh: boolean;
  readonly onRename: (to: string) => void;
}

/** The name of a property. It is taken over when the field is left, so that half a name does not meet another. */
export function NameCell({ name, taken, readOnly, isFresh, onRename }: Props) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const next = typed ?? name;
  const isTaken = next !== name && taken.includes(next);
  useEffect(() => {
    if (isFresh) input.current?.select();
  }, [isFresh]);
  const commit = (): void => {
    if (next !== name && next !== '' && !isTaken) onRename(next);
    setTyped(null);
  };
  return (
    <input
      ref={input}
      className={cx(css.name)}
      aria-label={t('schemas.property.name', { name })}
      aria-invalid={isTaken}
      title={isTaken ? t('schemas.property.taken') : next}
      value={next}
      readOnly={readOnly}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation();
          setTyped(null);
        }
      }}
    />
  );
}
