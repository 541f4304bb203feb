import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../../locales/index.ts';
import { IconButton } from '../../ui/index.ts';
import { Card } from './Field.tsx';
import { KeyCell } from './KeyCell.tsx';

interface Props {
  readonly name: string;
  /** What the name is called. */
  readonly label: string;
  /** The names beside it. */
  readonly taken: readonly string[];
  readonly readOnly: boolean;
  readonly canRemove?: boolean;
  readonly onRename: (to: string) => void;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

/** One of several things with names: renamed in its title, taken away beside it. */
export function NamedCard({ name, label, taken, readOnly, canRemove = true, onRename, onRemove, children }: Props) {
  const t = useT();
  return (
    <Card
      title={<KeyCell name={name} label={label} readOnly={readOnly} taken={taken} onRename={onRename} />}
      actions={
        !readOnly && (
          <IconButton
            size="sm"
            icon={X}
            label={t('inspector.remove', { name })}
            isDisabled={!canRemove}
            onPress={onRemove}
          />
        )
      }
    >
      {children}
    </Card>
  );
}
