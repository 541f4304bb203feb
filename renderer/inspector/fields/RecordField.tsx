import { isObject, type Json, takesTemplate } from '@sagaloom/engine/core';
import { Plus, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { isExpressionText } from '../../canvas/scene/expression.ts';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { FieldMessage, IconButton, TextField } from '../../ui/index.ts';
import { problemAt, useEditing, useField } from '../editing.ts';
import { ExpressionEditor } from '../expressions/ExpressionEditor.tsx';
import { FxToggle } from '../expressions/FxToggle.tsx';
import { begunExpression } from '../expressions/marks.ts';
import { type Toggle, useFirstCaret, useToggle } from '../expressions/use-toggle.ts';
import { Row } from './Field.tsx';
import { KeyCell, useRename } from './KeyCell.tsx';
import css from './Field.module.css';
import { useStable } from './TextRow.tsx';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly keyLabel: string;
  readonly valueLabel: string;
  readonly hint?: string | undefined;
  /** What a new key is called. */
  readonly keyStem: string;
  /** Values are texts only, as in headers; else any JSON. */
  readonly textOnly?: boolean;
  /** It stays in the file when its last name goes. */
  readonly isRequired?: boolean;
}

/** Names and their values, as a table that grows. */
export function RecordField({
  path,
  label,
  keyLabel,
  valueLabel,
  hint,
  keyStem,
  textOnly = false,
  isRequired = false,
}: Props) {
  const t = useT();
  const { value, pointer, readOnly, write } = useField(path);
  const { diagnostics } = useEditing();
  const rename = useRename(path);
  const entries = isObject(value) ? Object.entries(value) : [];
  const problem = problemAt(diagnostics, pointer);
  const add = (): void => write({ ...(isObject(value) ? value : {}), [freshKey(keyStem, entries)]: '' });
  return (
    <Row pointer={pointer}>
      <div className={css.label}>
        {label}
        {!readOnly && (
          <button type="button" className={css.toggle} onClick={add} aria-label={`${t('inspector.add')}: ${label}`}>
            <Plus size={13} strokeWidth={2} aria-hidden />
            {t('inspector.add')}
          </button>
        )}
      </div>
      <div className={css.table}>
        {entries.map(([name, held], index) => (
          // Keyed by place: the name is being edited.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={css.pair}>
            <KeyCell
              name={name}
              label={keyLabel}
              readOnly={readOnly}
              taken={entries.map(([other]) => other)}
              onRename={(to) => rename(name, to)}
            />
            <ValueCell path={[...path, name]} value={held} label={`${valueLabel}: ${name}`} textOnly={textOnly} />
            {!readOnly && (
              <IconButton
                size="sm"
                icon={X}
                label={t('inspector.remove', { name })}
                onPress={() => write(without(value, name) ?? (isRequired ? {} : undefined))}
              />
            )}
          </div>
        ))}
        {problem && <FieldMessage message={problem.message} severity={problem.severity} />}
        {hint !== undefined && !problem && <span className={css.note}>{hint}</span>}
      </div>
    </Row>
  );
}

interface CellProps {
  readonly path: Path;
  readonly value: Json;
  readonly label: string;
  readonly textOnly: boolean;
}

/** A value is written out, or is an expression; the toggle stands in the field. */
function ValueCell({ path, value, label, textOnly }: CellProps) {
  const stable = useStable(path);
  const { document, base, readOnly } = useEditing();
  const { write } = useField(stable);
  const toggle = useToggle(stable, true);
  const takes = useMemo(() => takesTemplate(document, [...base, ...stable]), [document, base, stable]);
  const isExpression = takes && toggle.isExpression;
  return (
    <div className={css.cell}>
      {isExpression ? (
        <ExpressionCell path={stable} value={value} label={label} textOnly={textOnly} toggle={toggle} write={write} />
      ) : (
        <LiteralCell
          path={stable}
          value={value}
          label={label}
          textOnly={textOnly}
          toggle={takes ? toggle : null}
          write={write}
        />
      )}
      {takes && !readOnly && <FxToggle label={label} isExpression={isExpression} onChange={toggle.set} />}
    </div>
  );
}

interface OneCellProps extends CellProps {
  readonly toggle: Toggle | null;
  readonly write: (value: Json) => void;
}

function ExpressionCell({ path, value, label, textOnly, toggle, write }: OneCellProps) {
  const caret = useFirstCaret(toggle);
  return (
    <div>
      <ExpressionEditor
        path={path}
        holder="expression"
        text={typeof value === 'string' ? value : ''}
        value={value}
        label={label}
        caret={caret}
        isQuiet
        onChange={(next) => {
          if (!next.startsWith('{%')) toggle?.leave(next.length);
          write(textOnly || next.startsWith('{%') ? next : readValue(next));
        }}
      />
    </div>
  );
}

function LiteralCell({ path, value, label, textOnly, toggle, write }: OneCellProps) {
  const { readOnly } = useField(path);
  const isAwaited = useFirstCaret(toggle) !== null;
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (textOnly ? (typeof value === 'string' ? value : JSON.stringify(value)) : shownValue(value));
  return (
    <TextField
      aria-label={label}
      {...(isAwaited ? { autoFocus: true } : {})}
      value={text}
      onChange={(next) => {
        const begun = toggle && begunExpression(next);
        if (begun !== null) toggle?.begin(begun);
        else {
          setTyped(next);
          write(textOnly ? next : readValue(next));
        }
      }}
      onBlur={() => setTyped(null)}
      isReadOnly={readOnly}
      mono
      expression={isExpressionText(text)}
    />
  );
}

/** A text is shown bare, unless it would then read as something else: the text `5` keeps its quotes. */
export function shownValue(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return readValue(value) === value ? value : JSON.stringify(value);
}

/** `5` is a number, `true` is true, `{"a":1}` an object; all else is text. */
export function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

export function without(value: Json | undefined, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  const { [name]: _gone, ...rest } = value;
  return Object.keys(rest).length > 0 ? rest : undefined;
}

export function freshKey(stem: string, entries: readonly (readonly [string, Json])[]): string {
  const taken = new Set(entries.map(([name]) => name));
  if (!taken.has(stem)) return stem;
  for (let number = 2; ; number += 1) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
}
