import type { Diagnostic } from '@sagaloom/engine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { outlineOf, reveal, useActiveDocument, useDiagnostics, withInner } from '../../document/index.ts';
import { FixActions } from '../../fixes/FixActions.tsx';
import { useT } from '../../locales/index.ts';
import { cx } from '../../ui/index.ts';
import type { Problem } from '../scene/types.ts';
import css from './ProblemPill.module.css';
import pills from './StepPills.module.css';

const icons = { error: CircleAlert, warning: TriangleAlert } as const;

/** How much is wrong with a step. Pressed, it says what, and offers what puts it right. */
export function ProblemPill({ stepId, problem }: { readonly stepId: string; readonly problem: Problem }) {
  const t = useT();
  const { severity, count, message } = problem;
  const Icon = icons[severity];
  return (
    <DialogTrigger>
      <Button
        className={`${cx(pills.pill, pills[severity], css.pill) ?? ''} nodrag nopan`}
        // The drawing's keys go from step to step; the list of problems is the way for the keyboard.
        excludeFromTabOrder
        aria-label={t('problems.ofStep', { count, message })}
      >
        <Icon size={11} strokeWidth={2.2} aria-hidden />
        {count > 1 && count}
      </Button>
      {/* The dialog has the name; the box around it has no role, and must have none: an empty one takes away what it would be given. */}
      {/* oxlint-disable-next-line jsx-a11y/aria-proptypes */}
      <Popover className={css.popover ?? ''} placement="bottom start" offset={6} aria-labelledby="">
        <Dialog className={css.dialog ?? ''} aria-label={t('problems.label')}>
          {({ close }) => <StepProblems stepId={stepId} onLeave={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function StepProblems({ stepId, onLeave }: { readonly stepId: string; readonly onLeave: () => void }) {
  const open = useActiveDocument();
  const problems = useDiagnostics(open?.id ?? null);
  const own = useMemo(() => (open ? problemsOf(stepId, open.document, problems) : []), [stepId, open, problems]);
  if (!open) return null;
  return (
    <ul className={css.list}>
      {own.map((problem, index) => {
        const Icon = icons[problem.severity];
        return (
          // Two problems can be alike in all they say.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} data-severity={problem.severity}>
            <button
              type="button"
              className={css.problem}
              onClick={() => {
                reveal(open.id, problem.step, problem.pointer);
                onLeave();
              }}
            >
              <Icon size={14} strokeWidth={2} aria-hidden />
              <span>{problem.message}</span>
            </button>
            <FixActions open={open} problem={problem} problems={problems} />
          </li>
        );
      })}
    </ul>
  );
}

/** A collapsed group's are also those of what it holds. */
function problemsOf(
  stepId: string,
  document: Parameters<typeof outlineOf>[0],
  problems: readonly Diagnostic[],
): readonly Diagnostic[] {
  const outline = outlineOf(document);
  const meant = new Set(outline.steps.get(stepId)?.collapsed === true ? withInner(outline, stepId) : [stepId]);
  const found = problems.filter(({ step }) => step !== null && meant.has(step));
  return found.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}
