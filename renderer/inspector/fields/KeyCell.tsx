import { isObject, type Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import { copyOf, type EditableObject, type Path, readAt, writeAt } from '../../document/index.ts';
import { TextField } from '../../ui/index.ts';
import { useEdit } from '../editing.ts';

interface KeyProps {
  readonly name: string;
  readonly label: string;
  readonly readOnly: boolean;
  readonly taken: readonly string[];
  readonly onRename: (to: string) => void;
}

/** A name is taken over when the field is left, so that half a name does not meet another. */
export function KeyCell({ name, label, readOnly, taken, onRename }: KeyProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (): void => {
    if (typed !== null && typed !== '' && typed !== name && !taken.includes(typed)) onRename(typed);
    setTyped(null);
  };
  return (
    <TextField
      aria-label={`${label}: ${name}`}
      value={typed ?? name}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
      isReadOnly={readOnly}
      mono
    />
  );
}

/** Gives an entry of the object at this path another name, in its place. */
export function useRename(path: Path): (from: string, to: string) => void {
  const edit = useEdit();
  return (from, to) => edit((draft) => renameIn(draft, path, from, to));
}

function renameIn(draft: EditableObject, path: Path, from: string, to: string): void {
  const at = readAt(draft, path);
  if (!isObject(at)) return;
  const entries = Object.entries(at).map(([name, held]): [string, Json] => [name === from ? to : name, held]);
  writeAt(draft, path, copyOf(Object.fromEntries(entries)));
}
