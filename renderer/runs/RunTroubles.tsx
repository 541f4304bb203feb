import { Hand, Radio, TriangleAlert, Undo2 } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { type OpenDocument, outlineOf, reveal } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { showDock, showPanel } from '../shell/layout.ts';
import { Button } from '../ui/index.ts';
import { type OpenRun, shownView } from './open-runs.ts';
import { isOpen } from './status.ts';
import { type Trouble, troublesOf } from './trouble.ts';
import { type Waiting, waitingsOf } from './waiting.ts';
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
  const waitings = view && run.moment === null && isOpen(view.status) ? waitingsOf(view, run.events) : [];
  if (troubles.length + waitings.length === 0) return null;
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
      {waitings.slice(0, mostShown).map((waiting) => (
        <WaitingRow key={`${waiting.step.path}#${waiting.step.visit}`} waiting={waiting} open={open} />
      ))}
    </ul>
  );
}

/** Somebody's answer is awaited: where it is asked for, and the form for it. */
function WaitingRow({ waiting: { step, signal }, open }: { readonly waiting: Waiting; readonly open: OpenDocument }) {
  const t = useT();
  const label = outlineOf(open.document).steps.get(step.id)?.label ?? step.id;
  const show = (): void => {
    reveal(open.id, step.id);
    showDock('data');
  };
  return (
    <li className={css.trouble} data-kind="waiting">
      <AriaButton className={css.what ?? ''} onPress={show}>
        <Radio size={13} strokeWidth={2} aria-hidden />
        <strong>{label}</strong>
        <span className={css.message}>{t('runs.waiting.title', { signal })}</span>
      </AriaButton>
      <Button size="sm" variant="primary" onPress={show}>
        {t('runs.waiting.answer')}
      </Button>
    </li>
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
