import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import type { Path } from '../../document/index.ts';
import { TextField } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Row } from './Field.tsx';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly placeholder?: string;
}

/** Short texts with commas between them: `http, timeout`. What is being typed stays as typed until the field is left. */
export function ListField({ path, label, hint, placeholder }: Props) {
  const { value, pointer, readOnly, problem, write } = useField(path);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (Array.isArray(value) ? (value as readonly Json[]).map(String).join(', ') : '');
  return (
    <Row pointer={pointer}>
      <TextField
        label={label}
        value={shown}
        onChange={(text) => {
          setTyped(text);
          const items = partsOf(text);
          write(items.length > 0 ? items : undefined);
        }}
        onBlur={() => setTyped(null)}
        isReadOnly={readOnly}
        mono
        hint={hint}
        placeholder={placeholder}
        error={problem?.severity === 'error' ? problem.message : null}
        warning={problem?.severity === 'warning' ? problem.message : null}
      />
    </Row>
  );
}

export function partsOf(text: string): readonly string[] {
  return text
    .split(/[\s,，、]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
