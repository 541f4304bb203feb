import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import { useT } from '../../locales/index.ts';
import { TextField } from '../../ui/index.ts';
import { Row } from '../fields/Field.tsx';

interface Props {
  readonly label: string;
  readonly pointer: string;
  readonly value: Json;
  readonly problem: string | null;
  readonly readOnly: boolean;
  readonly onChange: (value: Json) => void;
}

/** A part of a schema as JSON. What is no JSON yet stays on the screen and says so; the file keeps the last that was. */
export function JsonText({ label, pointer, value, problem, readOnly, onChange }: Props) {
  const t = useT();
  const [typed, setTyped] = useState<string | null>(null);
  const printed = JSON.stringify(value, null, 2);
  const text = typed ?? printed;
  const isBroken = typed !== null && parsed(typed) === undefined;
  return (
    <Row pointer={pointer}>
      <TextField
        label={label}
        rows={Math.min(10, text.split('\n').length + 1)}
        value={text}
        onChange={(next) => {
          setTyped(next);
          const read = parsed(next);
          if (read !== undefined) onChange(read);
        }}
        onBlur={() => {
          if (!isBroken) setTyped(null);
        }}
        isReadOnly={readOnly}
        mono
        error={isBroken ? t('inspector.json.broken') : problem}
      />
    </Row>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
