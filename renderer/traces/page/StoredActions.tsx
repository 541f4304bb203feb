import { Download, Ellipsis, GitCompareArrows, Route, Trash2, Workflow } from 'lucide-react';
import { askToCompare } from '../../compare/ask.ts';
import { useT } from '../../locales/index.ts';
import { Button, IconButton, MenuButton, type MenuEntry } from '../../ui/index.ts';
import type { StoredRef } from '../laid/laid.ts';
import { showOnDrawing } from '../laid/show.ts';
import { useRules } from '../rules/rules.ts';
import { askAboutTraces } from '../trace-dialogs.ts';
import { saveStoredOtlp } from './export.ts';
import type { Stored } from './use-stored.ts';

interface Props {
  readonly trace: StoredRef;
  readonly stored: Stored;
}

export function StoredActions({ trace, stored: { source, rules, summary } }: Props) {
  const t = useT();
  // Rules that were changed a moment ago are in what is read next.
  const asMapped = useRules(({ version }) => version === rules) ? (source?.columns ?? null) : null;
  const more: readonly MenuEntry[] = [
    {
      id: 'export',
      label: t('timeline.exportOtlp'),
      icon: Download,
      onAction: () => void saveStoredOtlp(trace),
    },
    {
      id: 'rules',
      label: t('traces.rules.edit'),
      icon: Route,
      onAction: () => askAboutTraces({ kind: 'rules', traceId: trace.traceId, draft: null }),
    },
    { id: 'space', separator: true },
    {
      id: 'remove',
      label: t('traces.remove.do'),
      icon: Trash2,
      danger: true,
      onAction: () => askAboutTraces({ kind: 'remove', traceIds: [trace.traceId] }),
    },
  ];
  return (
    <>
      <Button size="sm" icon={Workflow} onPress={() => void showOnDrawing(trace, asMapped)}>
        {t('traces.showOnDrawing')}
      </Button>
      <Button size="sm" icon={GitCompareArrows} onPress={() => askToCompare(trace, summary?.workflow ?? null)}>
        {t('traces.compareWith')}
      </Button>
      <MenuButton label={t('traces.moreOf', { name: trace.name })} entries={more} placement="bottom end">
        <IconButton label={t('traces.moreOf', { name: trace.name })} icon={Ellipsis} size="sm" />
      </MenuButton>
    </>
  );
}
