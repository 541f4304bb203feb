import type { Json, RunView, StepView } from '@sagaloom/engine/core';
import { Braces, ExternalLink, Pin, PinOff } from 'lucide-react';
import { isEffectful, outlineOf, pinOutput, samplesOf, useActiveDocument } from '../document/index.ts';
import { translate, useT } from '../locales/index.ts';
import { Button, toast } from '../ui/index.ts';
import { useAttachedRun } from './attached.ts';
import { JsonView } from './JsonView.tsx';
import { NoRun } from './NoRun.tsx';
import { shownView } from './open-runs.ts';
import { itemsOf, latestVisit } from './places.ts';
import { showRun } from './show-run.ts';
import { isOpen } from './status.ts';
import { type Waiting, waitingOf } from './waiting.ts';
import { WaitingForm } from './WaitingForm.tsx';
import css from './DataTab.module.css';

/** What went in and what came out: of the run, and of the step that is selected. */
export function DataTab() {
  const t = useT();
  const run = useAttachedRun();
  const open = useActiveDocument();
  const view = run && shownView(run);
  if (!view || !open) {
    return <NoRun icon={Braces} text="runs.noRun.data" />;
  }
  const [selected] = open.selection.steps;
  const step = selected === undefined ? null : latestVisit(view, selected);
  const label = selected === undefined ? null : (outlineOf(open.document).steps.get(selected)?.label ?? selected);
  return (
    <div className={css.columns}>
      <RunData view={view} />
      {label === null ? (
        <Hint title={t('runs.data.noStep')} text={t('runs.data.noStepText')} />
      ) : step ? (
        <StepData
          step={step}
          label={label}
          waiting={run.moment === null ? waitingOf(step, run.events) : null}
          runId={view.runId}
        />
      ) : (
        <Hint title={label} text={t('runs.data.notReached')} />
      )}
    </div>
  );
}

function RunData({ view }: { readonly view: RunView }) {
  const t = useT();
  return (
    <section className={css.column} aria-label={t('runs.data.run')}>
      <h2>{t('runs.data.run')}</h2>
      <JsonView label={t('runs.data.input')} value={view.input} />
      {view.error && <JsonView label={t('runs.data.error')} value={plain(view.error)} tone="bad" />}
      {!view.error &&
        (isOpen(view.status) ? (
          <p className={css.note}>{t('runs.data.noOutputYet')}</p>
        ) : (
          <JsonView label={t('runs.data.output')} value={view.output} />
        ))}
      {Object.keys(view.attributes).length > 0 && (
        <JsonView label={t('runs.data.attributes')} value={view.attributes} />
      )}
      {view.signals.length > 0 && (
        <JsonView
          label={t('runs.data.signals')}
          value={view.signals.map(({ name, key, payload }) => ({ name, ...(key === null ? {} : { key }), payload }))}
        />
      )}
      {view.parent && <OtherRun label={t('runs.data.parent')} runId={view.parent.runId} />}
      {view.from !== null && <OtherRun label={t('runs.data.from')} runId={view.from} />}
      {view.next !== null && <OtherRun label={t('runs.data.next')} runId={view.next} />}
    </section>
  );
}

function OtherRun({ label, runId }: { readonly label: string; readonly runId: string }) {
  return (
    <p className={css.other}>
      <span className={css.note}>{label}</span>
      <Button size="sm" icon={ExternalLink} onPress={() => void showRun(runId)}>
        <code title={runId}>{runId}</code>
      </Button>
    </p>
  );
}

interface StepDataProps {
  readonly runId: string;
  readonly step: StepView;
  readonly label: string;
  readonly waiting: Waiting | null;
}

function StepData({ runId, step, label, waiting }: StepDataProps) {
  const t = useT();
  return (
    <section className={css.column} aria-label={label}>
      <h2>
        {label}
        {itemsOf(step.path) !== '' && <small>{itemsOf(step.path)}</small>}
        {step.visit > 1 && <small>{t('runs.history.visit', { visit: step.visit })}</small>}
      </h2>
      {waiting && <WaitingForm key={`${step.path}#${step.visit}`} runId={runId} waiting={waiting} />}
      {isEffectful(step.type) && <JsonView label={t('runs.data.with')} value={step.with} />}
      {step.child !== null && <OtherRun label={t('runs.data.child')} runId={step.child} />}
      {step.error && <JsonView label={t('runs.data.error')} value={plain(step.error)} tone="bad" />}
      {step.undoError && <JsonView label={t('runs.data.undoError')} value={plain(step.undoError)} tone="bad" />}
      {step.status === 'completed' ? (
        <>
          <JsonView label={t('runs.data.output')} value={step.output} />
          <PinOutput step={step} label={label} />
        </>
      ) : (
        !step.error && !waiting && <p className={css.note}>{t('runs.data.noOutputYet')}</p>
      )}
    </section>
  );
}

/** Keeps what the step gave in the file, so that expressions after it can be tried out without a run. */
function PinOutput({ step, label }: { readonly step: StepView; readonly label: string }) {
  const t = useT();
  const open = useActiveDocument();
  if (!open || open.readOnly || !outlineOf(open.document).steps.has(step.id)) return null;
  const isPinned = samplesOf(open.document)[step.id] !== undefined;
  const toggle = (): void => {
    pinOutput(open.id, step.id, label, isPinned ? undefined : step.output);
    toast(() => translate(isPinned ? 'expressions.unpinned' : 'expressions.pinned', { step: label }), 'ok');
  };
  return (
    <span>
      <Button size="sm" icon={isPinned ? PinOff : Pin} onPress={toggle}>
        {t(isPinned ? 'expressions.unpin' : 'expressions.pin')}
      </Button>
    </span>
  );
}

function Hint({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className={css.column}>
      <h2>{title}</h2>
      <p className={css.note}>{text}</p>
    </section>
  );
}

/** An error is data of optional fields; printed, the absent ones are left out. */
function plain(error: object): Json {
  return JSON.parse(JSON.stringify(error)) as Json;
}
