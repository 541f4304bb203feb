import type { Json } from '@sagaloom/engine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../../locales/index.ts';
import { TextField } from '../../ui/index.ts';

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly aside?: ReactNode;
  readonly rows: number;
  readonly value: Json | undefined;
  /** Called with what was typed, while that is JSON; undefined when it is emptied. */
  readonly onChange: (value: Json | undefined) => void;
  /** Told whenever the text begins or ends to be JSON. */
  readonly onBroken?: (broken: boolean) => void;
}

/** A value typed as JSON. Text that is no JSON (yet) stays where it is, with what is wrong beside it. */
export function JsonField({ label, hint, error, aside, rows, value, onChange, onBroken }: Props) {
  const t = useT();
  const [draft, setDraft] = useState<{ readonly text: string; readonly value: Json | undefined } | null>(null);
  const shown = draft && draft.value === value ? draft.text : print(value);
  const broken = parse(shown) === null;
  return (
    <TextField
      label={label}
      aside={aside}
      hint={hint}
      error={broken ? t('runs.form.notJson') : error}
      mono
      rows={rows}
      value={shown}
      onChange={(text) => {
        const parsed = parse(text);
        onBroken?.(parsed === null);
        setDraft({ text, value: parsed ? parsed.value : value });
        if (parsed) onChange(parsed.value);
      }}
    />
  );
}

function parse(text: string): { readonly value: Json | undefined } | null {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}

function print(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}
