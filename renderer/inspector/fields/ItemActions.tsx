import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { IconButton } from '../../ui/index.ts';

interface Props<T> {
  readonly items: readonly T[];
  readonly index: number;
  readonly removeLabel: string;
  /** The last one stays. */
  readonly keepsOne?: boolean;
  readonly onChange: (items: readonly T[]) => void;
}

/** An item of a list whose order matters: earlier, later, away. */
export function ItemActions<T>({ items, index, removeLabel, keepsOne = false, onChange }: Props<T>) {
  const t = useT();
  return (
    <>
      {index > 0 && (
        <IconButton
          size="sm"
          icon={ArrowUp}
          label={t('inspector.moveUp')}
          onPress={() => onChange(swapped(items, index, index - 1))}
        />
      )}
      {index < items.length - 1 && (
        <IconButton
          size="sm"
          icon={ArrowDown}
          label={t('inspector.moveDown')}
          onPress={() => onChange(swapped(items, index, index + 1))}
        />
      )}
      <IconButton
        size="sm"
        icon={X}
        label={removeLabel}
        isDisabled={keepsOne && items.length === 1}
        onPress={() => onChange(items.filter((_, other) => other !== index))}
      />
    </>
  );
}

/** A list without items is left out of the file. */
export function orNone<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function swapped<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const copy = [...list];
  const [taken] = copy.splice(from, 1);
  if (taken !== undefined) copy.splice(to, 0, taken);
  return copy;
}
