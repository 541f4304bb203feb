import type { BulkAction } from '@sagaloom/engine/contract';
import { CircleStop, GitCompareArrows, type LucideIcon, RotateCcw, RotateCw, Square, Trash2, X } from 'lucide-react';
import { useFormats } from '../../locales/format.ts';
import { type MessageKey, useT } from '../../locales/index.ts';
import { openPage } from '../../shell/pages.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { askBulk } from './bulk.ts';
import { useList } from './list.ts';
import { clearSelection, selectAllMatching, useSelection } from './selection.ts';
import { useCounted } from './StatusChips.tsx';
import css from './Bulk.module.css';

interface ActionLook {
  readonly icon: LucideIcon;
  readonly label: MessageKey;
}

export const actionLook = {
  cancel: { icon: CircleStop, label: 'runlist.bulk.cancel' },
  terminate: { icon: Square, label: 'runlist.bulk.terminate' },
  retry: { icon: RotateCw, label: 'runlist.bulk.retry' },
  again: { icon: RotateCcw, label: 'runlist.bulk.again' },
  delete: { icon: Trash2, label: 'runlist.bulk.delete' },
} as const satisfies Record<BulkAction, ActionLook>;

const actions = Object.keys(actionLook) as readonly BulkAction[];

/** What can be done to those that are chosen. */
export function BulkBar() {
  const t = useT();
  const { count } = useFormats();
  const counted = useCounted();
  const { selected, isAll } = useSelection();
  const { items, counts } = useList();
  if (selected.size === 0) return null;
  const chosen = isAll && counts ? counted(counts.total) : count(selected.size);
  const canTakeAll = !isAll && counts !== null && (counts.total.more || counts.total.count > selected.size);
  return (
    <div className={css.bar} role="toolbar" aria-label={t('runlist.bulk.title')}>
      <strong className={css.chosen}>
        {t(isAll ? 'runlist.bulk.allChosen' : 'runlist.bulk.chosen', { count: chosen })}
      </strong>
      {canTakeAll && (
        <Button size="sm" variant="ghost" onPress={() => selectAllMatching(items.map(({ runId }) => runId))}>
          {t('runlist.bulk.chooseAll', { count: counted(counts.total) })}
        </Button>
      )}
      <span className={css.space} />
      <Compare />
      {actions.map((action) => (
        <Button key={action} size="sm" icon={actionLook[action].icon} onPress={() => askBulk(action)}>
          {t(actionLook[action].label)}
        </Button>
      ))}
      <IconButton label={t('runlist.selectNone')} icon={X} size="sm" onPress={clearSelection} />
    </div>
  );
}

/** Of exactly two. */
function Compare() {
  const t = useT();
  const { selected, isAll } = useSelection();
  const items = useList((state) => state.items);
  const [left, right] = [...selected].map((runId) => ({
    kind: 'run' as const,
    runId,
    name: items.find((run) => run.runId === runId)?.workflow ?? runId,
  }));
  if (isAll || selected.size !== 2 || !left || !right) return null;
  return (
    <Button size="sm" icon={GitCompareArrows} onPress={() => openPage({ kind: 'compare', left, right })}>
      {t('runlist.compare')}
    </Button>
  );
}
