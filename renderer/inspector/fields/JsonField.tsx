import type { Json } from '@sagaloom/engine/core';
import { useId, useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { FieldMessage } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { CodeEditor } from './CodeEditor.tsx';
import { Row } from './Field.tsx';
import css from './Field.module.css';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
  /** A value that may be one expression as a whole. */
  readonly canBeExpression?: boolean;
  readonly placeholder?: string;
}

/** JSON of the document in an editor. What does not parse stays on the screen, and says so, until it does. */
export function JsonField({ path, label, hint, canBeExpression = false, placeholder = '' }: Props) {
  const t = useT();
  const id = useId();
  const { value, pointer, readOnly, problem, write } = useField(path);
  const [typed, setTyped] = useState<string | null>(null);
  const isExpression = canBeExpression && typeof value === 'string' && value.startsWith('{%');
  const printed = printedOf(value, isExpression);
  const text = typed ?? printed;
  const broken = typed !== null && !isExpression && parsed(typed) === null;
  const change = (next: string): void => {
    setTyped(next);
    if (isExpression) write(next === '' ? undefined : next);
    else if (next.trim() === '') write(undefined);
    else {
      const result = parsed(next);
      if (result) write(result.value);
    }
  };
  return (
    <Row pointer={pointer}>
      <div className={css.label}>
        <span id={id}>{label}</span>
        {canBeExpression && !readOnly && (
          <KindToggle isExpression={isExpression} onChange={(next) => write(converted(value, next))} />
        )}
      </div>
      <div className={css.editor} data-invalid={broken || problem?.severity === 'error' || undefined}>
        <CodeEditor
          text={text}
          onChange={change}
          onBlur={() => {
            if (!broken) setTyped(null);
          }}
          language={isExpression ? 'expression' : 'json'}
          labelledBy={id}
          readOnly={readOnly}
          placeholder={placeholder}
        />
      </div>
      <div className={css.message}>
        {broken && <FieldMessage message={t('inspector.json.broken')} />}
        {!broken && problem && <FieldMessage message={problem.message} severity={problem.severity} />}
        {!broken && !problem && hint !== undefined && <span className={css.note}>{hint}</span>}
      </div>
    </Row>
  );
}

function KindToggle({
  isExpression,
  onChange,
}: {
  readonly isExpression: boolean;
  readonly onChange: (isExpression: boolean) => void;
}) {
  const t = useT();
  return (
    <span className={css.aside}>
      <button type="button" className={css.toggle} aria-pressed={!isExpression} onClick={() => onChange(false)}>
        {t('inspector.json.asJson')}
      </button>
      <button
        type="button"
        className={css.toggle}
        aria-pressed={isExpression}
        title={t('inspector.json.asExpression')}
        onClick={() => onChange(true)}
      >
        {t('inspector.json.fx')}
      </button>
    </span>
  );
}

function converted(value: Json | undefined, toExpression: boolean): Json | undefined {
  const isExpression = typeof value === 'string' && value.startsWith('{%');
  if (isExpression === toExpression) return value;
  return toExpression ? '{% input %}' : {};
}

function printedOf(value: Json | undefined, isExpression: boolean): string {
  if (value === undefined) return '';
  return isExpression && typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function parsed(text: string): { readonly value: Json | undefined } | null {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}
