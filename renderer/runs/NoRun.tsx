import { type LucideIcon, Play } from 'lucide-react';
import { useDocuments } from '../document/index.ts';
import { type MessageKey, useT } from '../locales/index.ts';
import { showPanel } from '../shell/layout.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { askToRun } from './run-dialog.ts';

/** Nothing runs on this tab: what this place is for, and the way to fill it. */
export function NoRun({ icon, text }: { readonly icon: LucideIcon; readonly text: MessageKey }) {
  const t = useT();
  const activeId = useDocuments((state) => state.activeId);
  return (
    <EmptyState
      icon={icon}
      title={t('runs.noRun.title')}
      action={
        <>
          <Button icon={Play} isDisabled={activeId === null} onPress={() => activeId !== null && askToRun(activeId)}>
            {t('runs.runWorkflow')}
          </Button>
          <Button variant="ghost" onPress={() => showPanel('runs')}>
            {t('shell.show.runs')}
          </Button>
        </>
      }
    >
      {t(text)}
    </EmptyState>
  );
}
