import { isObject, type Json } from '@sagaloom/engine/core';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Card, Section } from './Field.tsx';
import css from './Field.module.css';
import { KeyCell, useRename } from './KeyCell.tsx';
import { freshKey, without } from './RecordField.tsx';

interface Props {
  /** The object that holds them, by name. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly nameLabel: string;
  readonly addLabel: string;
  readonly stem: string;
  readonly create: () => Json;
  /** The form of one. */
  readonly children: (at: Path) => ReactNode;
}

/** What a workflow declares, each with a name of its own: a card each, that can be renamed, filled in and taken away. */
export function Declarations({ name, title, text, nameLabel, addLabel, stem, create, children }: Props) {
  const t = useT();
  const { value, readOnly, write } = useField([name]);
  const rename = useRename([name]);
  const declared = isObject(value) ? value : {};
  const entries = Object.entries(declared);
  return (
    <Section title={title}>
      <p className={css.note}>{text}</p>
      {entries.map(([key], index) => (
        <Card
          // Keyed by place: the name is being edited.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          title={
            <KeyCell
              name={key}
              label={nameLabel}
              readOnly={readOnly}
              taken={entries.map(([other]) => other)}
              onRename={(to) => rename(key, to)}
            />
          }
          actions={
            !readOnly && (
              <IconButton
                size="sm"
                icon={X}
                label={t('inspector.remove', { name: key })}
                onPress={() => write(without(declared, key))}
              />
            )
          }
        >
          {children([name, key])}
        </Card>
      ))}
      {!readOnly && (
        <span className={css.add}>
          <Button size="sm" icon={Plus} onPress={() => write({ ...declared, [freshKey(stem, entries)]: create() })}>
            {addLabel}
          </Button>
        </span>
      )}
    </Section>
  );
}
