import { type Json, takesTemplate } from '@sagaloom/engine/core';
import { useMemo } from 'react';
import { isExpressionText } from '../../canvas/scene/expression.ts';
import type { Path } from '../../document/index.ts';
import { TextField } from '../../ui/index.ts';
import { textOf, useEditing, useField } from '../editing.ts';
import { ExpressionRow } from '../expressions/ExpressionRow.tsx';
import { FxToggle } from '../expressions/FxToggle.tsx';
import { begunExpression } from '../expressions/marks.ts';
import { type Toggle, useFirstCaret, useToggle } from '../expressions/use-toggle.ts';
import { Row } from './Field.tsx';

interface Props {
  readonly path: Path;
  readonly label?: string;
  readonly 'aria-label'?: string;
  readonly hint?: string | undefined;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly rows?: number;
  /** Kept in the file when it is empty, because the file must have it. */
  readonly isRequired?: boolean;
  /** It can be nothing but an expression. */
  readonly isExpression?: boolean;
  /** What is typed, as the file has it. */
  readonly parse?: (text: string) => Json | undefined;
}

/** One line of text of the document, written as it is typed. Where a template may stand, it may be an expression. */
export function TextRow(props: Props) {
  const { path, label, hint, isRequired = false, isExpression = false, parse } = props;
  const stable = useStable(path);
  const { document, base } = useEditing();
  const { write } = useField(stable);
  const toggle = useToggle(stable, isRequired);
  const takes = useMemo(() => takesTemplate(document, [...base, ...stable]), [document, base, stable]);
  const change = (next: string): void => write(next === '' && !isRequired ? undefined : (parse?.(next) ?? next));
  if (!takes || (!toggle.isExpression && !isExpression))
    return <LiteralRow {...props} path={stable} change={change} toggle={takes ? toggle : null} />;
  return (
    <ExpressionRow
      path={stable}
      label={label ?? props['aria-label'] ?? ''}
      isLabelled={label !== undefined}
      hint={hint}
      isAlways={isExpression}
      toggle={toggle}
      onChange={(next) => {
        // What is no expression any more goes on as a text, where it was left.
        if (!next.startsWith('{%') && !isExpression) toggle.leave(next.length);
        change(next);
      }}
    />
  );
}

interface LiteralProps extends Props {
  readonly change: (text: string) => void;
  /** Null where no expression may stand. */
  readonly toggle: Toggle | null;
}

function LiteralRow({ path, label, hint, placeholder, mono = false, rows, change, toggle, ...rest }: LiteralProps) {
  const { value, pointer, readOnly, problem } = useField(path);
  const isAwaited = useFirstCaret(toggle) !== null;
  const text = textOf(value);
  const type = (next: string): void => {
    const begun = toggle && begunExpression(next);
    if (begun !== null) toggle?.begin(begun);
    else change(next);
  };
  return (
    <Row pointer={pointer}>
      <TextField
        {...(label === undefined ? { 'aria-label': rest['aria-label'] ?? '' } : { label })}
        {...(rows === undefined ? {} : { rows })}
        {...(isAwaited ? { autoFocus: true } : {})}
        {...(toggle && !readOnly && label !== undefined
          ? { aside: <FxToggle label={label} isExpression={false} onChange={toggle.set} /> }
          : {})}
        value={text}
        onChange={type}
        isReadOnly={readOnly}
        hint={hint}
        placeholder={placeholder}
        mono={mono}
        expression={isExpressionText(text)}
        error={problem?.severity === 'error' ? problem.message : null}
        warning={problem?.severity === 'warning' ? problem.message : null}
      />
    </Row>
  );
}

/** The same path as long as it says the same. */
export function useStable(path: Path): Path {
  const key = path.join('/');
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => path, [key]);
}

/** Digits become a number; anything else stays as typed, and is a problem to read about. */
export function parseNumber(text: string): Json | undefined {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
