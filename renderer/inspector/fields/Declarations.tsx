import { isObject, type Json } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Path } from '../../document/index.ts';
import { Button } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Section } from './Field.tsx';
import css from './Field.module.css';
import { useRename } from './KeyCell.tsx';
import { NamedCard } from './NamedCard.tsx';
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
  const { value, readOnly, write } = useField([name]);
  const rename = useRename([name]);
  const declared = isObject(value) ? value : {};
  const entries = Object.entries(declared);
  return (
    <Section title={title}>
      <p className={css.note}>{text}</p>
      {entries.map(([key], index) => (
        <NamedCard
          // Keyed by place: the name is being edited.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          name={key}
          label={nameLabel}
          taken={entries.map(([other]) => other)}
          readOnly={readOnly}
          onRename={(to) => rename(key, to)}
          onRemove={() => write(without(declared, key))}
        >
          {children([name, key])}
        </NamedCard>
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
