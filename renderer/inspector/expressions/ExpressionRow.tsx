import { useId } from 'react';
import type { Path } from '../../document/index.ts';
import { FieldMessage } from '../../ui/index.ts';
import { textOf, useField } from '../editing.ts';
import { Row } from '../fields/Field.tsx';
import fieldCss from '../fields/Field.module.css';
import { ExpressionEditor } from './ExpressionEditor.tsx';
import { FxToggle } from './FxToggle.tsx';
import { type Toggle, useFirstCaret } from './use-toggle.ts';

interface Props {
  readonly path: Path;
  readonly label: string;
  /** The label is seen; else it is only said. */
  readonly isLabelled: boolean;
  readonly hint?: string | undefined;
  readonly isAlways: boolean;
  readonly toggle: Toggle;
  readonly onChange: (text: string) => void;
}

/** A field that is an expression. */
export function ExpressionRow({ path, label, isLabelled, hint, isAlways, toggle, onChange }: Props) {
  const id = useId();
  const { value, pointer, readOnly, problem } = useField(path);
  const caret = useFirstCaret(toggle);
  const text = textOf(value);
  return (
    <Row pointer={pointer}>
      {isLabelled && (
        <div className={fieldCss.label}>
          <span id={id}>{label}</span>
          {!readOnly && <FxToggle label={label} isExpression isAlways={isAlways} onChange={toggle.set} />}
        </div>
      )}
      <ExpressionEditor
        path={path}
        holder="expression"
        text={text}
        value={value}
        label={label}
        {...(isLabelled ? { labelledBy: id } : {})}
        caret={caret}
        onChange={onChange}
      />
      {problem && (
        <div className={fieldCss.message}>
          <FieldMessage message={problem.message} severity={problem.severity} />
        </div>
      )}
      {!problem && hint !== undefined && (
        <div className={fieldCss.message}>
          <span className={fieldCss.note}>{hint}</span>
        </div>
      )}
    </Row>
  );
}
