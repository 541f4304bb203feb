import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import type { Path } from '../../document/index.ts';
import { type MessageKey, useT } from '../../locales/index.ts';
import { Select, Switch, TextField } from '../../ui/index.ts';
import { Row } from '../fields/Field.tsx';
import { textOfValue, valueOf } from './edit.ts';
import type { SchemaType } from './shape.ts';
import { useKeyword } from './use-schema.ts';

interface Props {
  /** Path of the schema. */
  readonly path: Path;
  readonly keyword: string;
  readonly label: string;
}

interface TextProps extends Props {
  readonly hint?: string;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly mono?: boolean;
  /** How it is read and shown; a text unless it says otherwise. */
  readonly type?: SchemaType;
}

/** A keyword as a line of text. What is typed stays as typed until the field is left. */
export function KeywordText({ path, keyword, type = 'string', mono = false, ...rest }: TextProps) {
  const { value, pointer, readOnly, problem, write } = useKeyword(path, keyword);
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Row pointer={pointer}>
      <TextField
        {...rest}
        value={typed ?? textOfValue(value, type)}
        onChange={(text) => {
          setTyped(text);
          write(text === '' ? undefined : valueOf(text, type));
        }}
        onBlur={() => setTyped(null)}
        isReadOnly={readOnly}
        mono={mono}
        error={problem?.message}
      />
    </Row>
  );
}

/** Values one to a line, so that they may hold commas and spaces. */
export function KeywordValues({ path, keyword, label, type, hint }: TextProps & { readonly type: SchemaType }) {
  const { value, pointer, readOnly, problem, write } = useKeyword(path, keyword);
  const [typed, setTyped] = useState<string | null>(null);
  const values = Array.isArray(value) ? (value as readonly Json[]) : [];
  const text = typed ?? values.map((one) => textOfValue(one, type)).join('\n');
  return (
    <Row pointer={pointer}>
      <TextField
        label={label}
        {...(hint === undefined ? {} : { hint })}
        rows={Math.min(8, Math.max(2, text.split('\n').length))}
        value={text}
        onChange={(next) => {
          setTyped(next);
          const lines = next.split('\n').filter((line) => line !== '');
          write(lines.length === 0 ? undefined : lines.map((line) => valueOf(line, type)));
        }}
        onBlur={() => setTyped(null)}
        isReadOnly={readOnly}
        mono
        error={problem?.message}
      />
    </Row>
  );
}

/** On and off are two values, and `off` may be the one that needs no word. */
export function KeywordSwitch({
  path,
  keyword,
  label,
  hint,
  on,
  off,
}: Props & { readonly hint?: string; readonly on: boolean | undefined; readonly off: boolean | undefined }) {
  const { value, pointer, readOnly, write } = useKeyword(path, keyword);
  const isOn = value === on || (on === undefined && value === true);
  return (
    <Row pointer={pointer}>
      <Switch
        label={label}
        hint={hint}
        isSelected={isOn}
        onChange={(next) => write(next ? on : off)}
        isDisabled={readOnly}
      />
    </Row>
  );
}

const formats = ['date', 'time', 'date-time', 'duration', 'email', 'uri', 'uuid', 'hostname', 'ipv4', 'ipv6', 'regex'];
const noFormat = ':none';

/** One of the formats that are checked; another one that stands there already stays a choice. */
export function FormatField({ path }: { readonly path: Path }) {
  const t = useT();
  const { value, pointer, readOnly, problem, write } = useKeyword(path, 'format');
  const own = typeof value === 'string' && !formats.includes(value) ? [value] : [];
  return (
    <Row pointer={pointer}>
      <Select
        label={t('schemas.keyword.format')}
        options={[
          { value: noFormat, label: t('schemas.format.none') },
          ...[...formats, ...own].map((format) => ({ value: format, label: formatLabel(format, t) })),
        ]}
        value={typeof value === 'string' ? value : noFormat}
        onChange={(next) => write(next === noFormat ? undefined : next)}
        isDisabled={readOnly}
        error={problem?.message}
      />
    </Row>
  );
}

const named: Readonly<Record<string, MessageKey>> = {
  date: 'schemas.format.date',
  time: 'schemas.format.time',
  'date-time': 'schemas.format.dateTime',
  duration: 'schemas.format.duration',
  email: 'schemas.format.email',
  uri: 'schemas.format.uri',
};

function formatLabel(format: string, t: ReturnType<typeof useT>): string {
  const key = named[format];
  return key === undefined ? format : t(key);
}
