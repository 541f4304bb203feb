import { parseDuration } from '@sagaloom/engine/core';
import type { KeyboardEvent } from 'react';
import type { Path } from '../../document/index.ts';
import { languageTags, useLocaleStore } from '../../locales/index.ts';
import { useField } from '../editing.ts';
import css from '../fields/Field.module.css';
import { TextRow } from '../fields/TextRow.tsx';
import { Under } from '../fields/Under.tsx';
import { durationWords, stepped } from './duration.ts';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
  /** The duration that holds without one; null: none does. */
  readonly fallback?: string | null;
  /** Where none holds, what that means. */
  readonly placeholder?: string;
  readonly isRequired?: boolean;
}

/** A duration as it is written, and in words; the arrows step it by its own unit, with Shift by ten. An expression may stand there as well. */
export function DurationField({ path, label, hint, fallback = null, placeholder, isRequired = false }: Props) {
  const { value, readOnly, write } = useField(path);
  const language = languageTags[useLocaleStore(({ locale }) => locale)];
  const ms = typeof value === 'string' ? parseDuration(value) : null;
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined || readOnly || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = stepped(typeof value === 'string' ? value : (fallback ?? ''), event.shiftKey ? by * 10 : by);
    if (next === null) return;
    event.preventDefault();
    write(next);
  };
  return (
    // The field inside has the role; its keys come by here.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={css.row} onKeyDown={step}>
      <TextRow
        path={path}
        label={label}
        hint={hint}
        placeholder={placeholder ?? fallback ?? ''}
        isRequired={isRequired}
      />
      <Under path={path} fallback={fallback ?? ''}>
        {ms === null ? null : durationWords(ms, language)}
      </Under>
    </div>
  );
}
