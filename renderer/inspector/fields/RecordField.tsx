import { isObject, type Json } from '@sagaloom/engine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { isExpressionText } from '../../canvas/scene/expression.ts';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { FieldMessage, IconButton, TextField } from '../../ui/index.ts';
import { problemAt, useEditing, useField } from '../editing.ts';
import { Row } from './Field.tsx';
import { KeyCell, useRename } from './KeyCell.tsx';
import css from './Field.module.css';

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
}

/** Names and their values, as a table that grows. */
export function RecordField({ path, label, keyLabel, valueLabel, hint, keyStem, textOnly = false }: Props) {
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
                onPress={() => write(without(value, name))}
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

function ValueCell({
  path,
  value,
  label,
  textOnly,
}: {
  readonly path: Path;
  readonly value: Json;
  readonly label: string;
  readonly textOnly: boolean;
}) {
  const { readOnly, write } = useField(path);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (textOnly ? (typeof value === 'string' ? value : JSON.stringify(value)) : shownValue(value));
  return (
    <TextField
      aria-label={label}
      value={text}
      onChange={(next) => {
        setTyped(next);
        write(textOnly ? next : readValue(next));
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
