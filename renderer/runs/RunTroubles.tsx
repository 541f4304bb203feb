import { Hand, TriangleAlert, Undo2 } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { type OpenDocument, outlineOf, reveal } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { showDock, showPanel } from '../shell/layout.ts';
import { Button } from '../ui/index.ts';
import { type OpenRun, shownView } from './open-runs.ts';
import { type Trouble, troublesOf } from './trouble.ts';
import css from './RunTroubles.module.css';

interface Props {
  readonly run: OpenRun;
  readonly open: OpenDocument;
}

/** Under the run's bar: what went wrong, in which step, and the way to decide about it. */
export function RunTroubles({ run, open }: Props) {
  const t = useT();
  const view = shownView(run);
  const troubles = view ? troublesOf(view) : [];
  if (troubles.length === 0) return null;
  return (
    <ul className={css.troubles} aria-label={t('runs.trouble.label')}>
      {troubles.slice(0, mostShown).map((trouble) => (
        <li key={`${trouble.kind} ${trouble.stepId}`} className={css.trouble} data-kind={trouble.kind}>
          <What trouble={trouble} open={open} />
          {trouble.kind !== 'failed' && run.moment === null && (
            <Button size="sm" variant="primary" onPress={() => showPanel('attention')}>
              {t('runs.trouble.decide')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

const mostShown = 3;
const icons = { failed: TriangleAlert, stuckStep: Hand, stuckUndo: Undo2 } as const;

function What({ trouble: { kind, stepId, error }, open }: { readonly trouble: Trouble; readonly open: OpenDocument }) {
  const t = useT();
  const Icon = icons[kind];
  const step = stepId === null ? null : (outlineOf(open.document).steps.get(stepId)?.label ?? stepId);
  const show = (): void => {
    if (stepId !== null) reveal(open.id, stepId);
    showDock('data');
  };
  const name = step === null ? null : kind === 'failed' ? step : t(`runs.trouble.${kind}`, { step });
  return (
    <AriaButton className={css.what ?? ''} onPress={show}>
      <Icon size={13} strokeWidth={2} aria-hidden />
      {name !== null && <strong>{name}</strong>}
      <code>{error.type}</code>
      <span className={css.message} title={error.message}>
        {error.message}
      </span>
    </AriaButton>
  );
}
