import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button, TextField } from '../ui/index.ts';
import css from './NewPair.module.css';

interface NewPairProps {
  readonly words: {
    readonly name: string;
    readonly value: string;
    readonly example: string;
    readonly add: string;
  };
  /** The names of the fields stand over them; else they are only said. */
  readonly hasLabels: boolean;
  /** False: it was refused, and stays to be corrected. */
  readonly onAdd: (name: string, value: string) => Promise<boolean>;
}

/** A name with a value that nobody may read over a shoulder. */
export function NewPair({ words, hasLabels, onAdd }: NewPairProps) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const isReady = name.trim() !== '' && value !== '';
  const add = async (): Promise<void> => {
    if (!(await onAdd(name.trim(), value))) return;
    setName('');
    setValue('');
  };
  const called = (text: string) => (hasLabels ? { label: text } : { 'aria-label': text });
  return (
    <form
      className={css.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void add();
      }}
    >
      <TextField {...called(words.name)} value={name} onChange={setName} mono placeholder={words.example} />
      <TextField
        {...called(words.value)}
        value={value}
        onChange={setValue}
        type="password"
        mono
        placeholder={hasLabels ? '' : words.value}
      />
      <Button type="submit" icon={Plus} isDisabled={!isReady}>
        {words.add}
      </Button>
    </form>
  );
}
