import type { Translate } from '../locales/index.ts';
import type { EditLabel } from './history.ts';

/** `move 3 steps`: what follows "Undo". */
export function editWords({ kind, name, count }: EditLabel, t: Translate): string {
  return t(`document.edit.${kind}`, { name: name ?? t('document.workflow'), count: count ?? 1 });
}
