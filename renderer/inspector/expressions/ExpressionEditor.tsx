import { type Json } from '@sagaloom/engine/core';
import { useId, useMemo, useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useEditing, useField } from '../editing.ts';
import { CodeEditor } from '../fields/CodeEditor.tsx';
import fieldCss from '../fields/Field.module.css';
import type { Holder } from './embedded.ts';
import { failedWords, LiveValue } from './LiveValue.tsx';
import { marksOf, useSupport } from './use-support.ts';
import { useTrial } from './use-trial.ts';

interface Props {
  readonly path: Path;
  readonly holder: Holder;
  /** What is in the editor, and the value that it stands for; undefined where it stands for none. */
  readonly text: string;
  readonly value: Json | undefined;
  readonly onChange: (text: string) => void;
  readonly onLeave?: () => void;
  readonly label: string;
  /** Id of the element that shows the label; without one the editor is named by the label itself. */
  readonly labelledBy?: string;
  readonly placeholder?: string;
  readonly isBroken?: boolean;
  readonly caret?: number | null;
  /** The value is tried out only while the field has the focus. */
  readonly isQuiet?: boolean;
}

const noMarks: readonly never[] = [];

/** An editor of expressions, or of JSON that may hold some, with what they come to below it. */
export function ExpressionEditor(props: Props) {
  const { path, holder, text, value, onChange, onLeave, label, labelledBy, placeholder = '', caret = null } = props;
  const t = useT();
  const liveId = useId();
  const { diagnostics } = useEditing();
  const { pointer, readOnly, problem } = useField(path);
  // Once it was in hand its value stays: the choice of data is below it.
  const [wasFocused, setFocused] = useState(false);
  const support = useSupport(path);
  const isLive = hasExpression(value) && (wasFocused || props.isQuiet !== true);
  const trial = useTrial(path, value, isLive);
  const result = trial?.result && trial.result !== 'slow' && trial.found.ok ? trial.result : null;
  const failed = useMemo(() => (result ? [...result.failed, ...result.absent] : noMarks), [result]);
  const marks = useMemo(
    () =>
      marksOf({
        text,
        holder,
        pointer,
        diagnostics,
        failed,
        wordsOf: (one) => failedWords(one, t),
        unclosed: t('expressions.unclosed'),
      }),
    [text, holder, pointer, diagnostics, failed, t],
  );
  // What the compiler says already is not said again.
  const isSaid = problem?.severity === 'error' && (result === null || result.failed.length > 0);
  const isShown = trial !== null && !isSaid && (wasFocused || trial.found.ok);
  return (
    <>
      <div
        className={fieldCss.editor}
        data-invalid={props.isBroken === true || problem?.severity === 'error' || undefined}
      >
        <CodeEditor
          text={text}
          onChange={onChange}
          onFocus={(is) => {
            if (is) setFocused(true);
            else onLeave?.();
          }}
          language={holder}
          labelledBy={labelledBy}
          label={labelledBy === undefined ? label : undefined}
          describedBy={liveId} // constant: another one would make the editor anew
          readOnly={readOnly}
          placeholder={placeholder}
          support={support}
          marks={marks}
          caret={caret}
        />
      </div>
      {isShown && <LiveValue id={liveId} label={label} trial={trial} />}
    </>
  );
}

const hasExpression = (value: Json | undefined): boolean => value !== undefined && JSON.stringify(value).includes('{%');
