import { isObject } from '@sagaloom/engine/core';
import { X } from 'lucide-react';
import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { IconButton } from '../../ui/index.ts';
import { useEditing, useField } from '../editing.ts';
import { Section } from './Field.tsx';
import css from './Field.module.css';
import { JsonField } from './JsonField.tsx';

interface Props {
  /** Path of what has the fields. */
  readonly at?: Path;
  /** Those that have a place in the forms, or on the canvas. */
  readonly known: readonly string[];
}

/** Fields of the file that no form knows (of a newer version, or misspelt): each can still be read, changed and removed. */
export function OtherFields({ at = [], known }: Props) {
  const t = useT();
  const { document, base } = useEditing();
  const held = readAt(document, [...base, ...at]);
  const names = isObject(held) ? Object.keys(held).filter((name) => !known.includes(name)) : [];
  if (names.length === 0) return null;
  return (
    <Section title={t('schemas.others.title')}>
      <p className={css.note}>{t('schemas.others.text')}</p>
      {names.map((name) => (
        <OtherField key={name} path={[...at, name]} name={name} />
      ))}
    </Section>
  );
}

function OtherField({ path, name }: { readonly path: Path; readonly name: string }) {
  const t = useT();
  const { readOnly, write } = useField(path);
  return (
    <div className={css.withAction}>
      <JsonField path={path} label={name} canBeExpression />
      {!readOnly && (
        <IconButton size="sm" icon={X} label={t('inspector.remove', { name })} onPress={() => write(undefined)} />
      )}
    </div>
  );
}
