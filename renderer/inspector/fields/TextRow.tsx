import { useMemo } from 'react';
import type { Json } from '@sagaloom/engine/core';
import { isExpressionText } from '../../canvas/scene/expression.ts';
import type { Path } from '../../document/index.ts';
import { TextField } from '../../ui/index.ts';
import { textOf, useField } from '../editing.ts';
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
  /** What is typed, as the file has it. */
  readonly parse?: (text: string) => Json | undefined;
}

/** One line of text of the document, written as it is typed. */
export function TextRow({
  path,
  label,
  hint,
  placeholder,
  mono = false,
  rows,
  isRequired = false,
  parse,
  ...rest
}: Props) {
  const key = path.join('/');
  // oxlint-disable-next-line react/exhaustive-deps
  const stable = useMemo(() => path, [key]);
  const { value, pointer, readOnly, problem, write } = useField(stable);
  const text = textOf(value);
  return (
    <Row pointer={pointer}>
      <TextField
        {...rest}
        {...(label === undefined ? {} : { label })}
        {...(rows === undefined ? {} : { rows })}
        value={text}
        onChange={(next) => write(next === '' && !isRequired ? undefined : (parse?.(next) ?? next))}
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

/** Digits become a number; anything else stays as typed, and is a problem to read about. */
export function parseNumber(text: string): Json | undefined {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
