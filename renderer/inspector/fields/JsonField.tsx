import type { Json } from '@sagaloom/engine/core';
import { useId, useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { FieldMessage } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { ExpressionEditor } from '../expressions/ExpressionEditor.tsx';
import { FxToggle } from '../expressions/FxToggle.tsx';
import { begunExpression } from '../expressions/marks.ts';
import { type Toggle, useFirstCaret, useToggle } from '../expressions/use-toggle.ts';
import { Row } from './Field.tsx';
import css from './Field.module.css';
import { useStable } from './TextRow.tsx';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
  /** A value that may be one expression as a whole. */
  readonly canBeExpression?: boolean;
  readonly placeholder?: string;
}

/** JSON of the document in an editor, or one expression for all of it. */
export function JsonField({ path, label, hint, canBeExpression = false, placeholder = '' }: Props) {
  const id = useId();
  const stable = useStable(path);
  const { pointer, readOnly } = useField(stable);
  const toggle = useToggle(stable);
  const isExpression = canBeExpression && toggle.isExpression;
  const Editor = isExpression ? WholeExpression : JsonEditor;
  return (
    <Row pointer={pointer}>
      <div className={css.label}>
        <span id={id}>{label}</span>
        {canBeExpression && !readOnly && <FxToggle label={label} isExpression={isExpression} onChange={toggle.set} />}
      </div>
      <Editor
        path={stable}
        label={label}
        labelledBy={id}
        hint={hint}
        placeholder={placeholder}
        toggle={canBeExpression ? toggle : null}
      />
    </Row>
  );
}

interface EditorProps {
  readonly path: Path;
  readonly label: string;
  readonly labelledBy: string;
  readonly hint: string | undefined;
  readonly placeholder: string;
  readonly toggle: Toggle | null;
}

function WholeExpression({ path, label, labelledBy, hint, placeholder, toggle }: EditorProps) {
  const { value, write } = useField(path);
  const caret = useFirstCaret(toggle);
  const change = (next: string): void => {
    if (!next.startsWith('{%')) toggle?.leave(next.length);
    write(next === '' ? undefined : next);
  };
  return (
    <>
      <ExpressionEditor
        path={path}
        holder="expression"
        text={typeof value === 'string' ? value : ''}
        value={value}
        label={label}
        labelledBy={labelledBy}
        placeholder={placeholder}
        caret={caret}
        onChange={change}
      />
      <Message path={path} hint={hint} isBroken={false} />
    </>
  );
}

/** What does not parse stays on the screen, and says so, until it does. */
function JsonEditor({ path, label, labelledBy, hint, placeholder, toggle }: EditorProps) {
  const { value, write } = useField(path);
  const caret = useFirstCaret(toggle);
  const [typed, setTyped] = useState<string | null>(null);
  const broken = typed !== null && parsed(typed) === null;
  const change = (next: string): void => {
    const begun = toggle && begunExpression(next);
    if (begun !== null) {
      toggle?.begin(begun);
      return;
    }
    setTyped(next);
    const result = parsed(next);
    if (result) write(result.value);
  };
  return (
    <>
      <ExpressionEditor
        path={path}
        holder="json"
        text={typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
        value={broken ? undefined : value}
        label={label}
        labelledBy={labelledBy}
        placeholder={placeholder}
        isBroken={broken}
        caret={caret}
        onChange={change}
        onLeave={() => {
          if (!broken) setTyped(null);
        }}
      />
      <Message path={path} hint={hint} isBroken={broken} />
    </>
  );
}

interface MessageProps {
  readonly path: Path;
  readonly hint: string | undefined;
  readonly isBroken: boolean;
}

function Message({ path, hint, isBroken }: MessageProps) {
  const t = useT();
  const { problem } = useField(path);
  return (
    <div className={css.message}>
      {isBroken && <FieldMessage message={t('inspector.json.broken')} />}
      {!isBroken && problem && <FieldMessage message={problem.message} severity={problem.severity} />}
      {!isBroken && !problem && hint !== undefined && <span className={css.note}>{hint}</span>}
    </div>
  );
}

function parsed(text: string): { readonly value: Json | undefined } | null {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}
