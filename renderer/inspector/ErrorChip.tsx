import { X } from 'lucide-react';
import { Chip } from '../ui/index.ts';

/** The error a step ended with in the run that is shown. */
export function ErrorChip({ type }: { readonly type: string }) {
  return (
    <Chip tone="bad" icon={X} title={type}>
      {type}
    </Chip>
  );
}
