import type { Diagnostic } from '@sagaloom/engine/core';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { outlineOf, reveal, useActiveDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { askToRun } from '../runs/run-dialog.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { sorted, useProblems } from './problems.ts';
import css from './Problems.module.css';

/** What stands between the drawing and a run, and what may go wrong; a click leads to the place. */
export function Problems() {
  const t = useT();
  const open = useActiveDocument();
  const problems = useProblems();
  const list = useMemo(() => sorted(problems), [problems]);
  if (!open) return <EmptyState icon={CircleCheck} title={t('problems.noDocument')} />;
  if (list.length === 0) {
    return (
      <EmptyState
        icon={CircleCheck}
        title={t('problems.none')}
        action={<Button onPress={() => askToRun(open.id)}>{t('runs.runWorkflow')}</Button>}
      >
        {t('problems.noneText')}
      </EmptyState>
    );
  }
  const { steps } = outlineOf(open.document);
  return (
    <ul className={css.list} aria-label={t('problems.label')}>
      {list.map((problem, index) => (
        // Two problems can be alike in all they say.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${problem.code}${problem.pointer}${index}`}>
          <ProblemRow
            problem={problem}
            documentId={open.id}
            step={problem.step === null ? null : (steps.get(problem.step)?.label ?? problem.step)}
          />
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  readonly problem: Diagnostic;
  readonly documentId: string;
  readonly step: string | null;
}

function ProblemRow({ problem, documentId, step }: RowProps) {
  const t = useT();
  const { severity, message, code, pointer } = problem;
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <button
      type="button"
      className={css.row}
      data-severity={severity}
      onClick={() => reveal(documentId, problem.step, pointer)}
    >
      <Icon size={15} strokeWidth={2} aria-label={t(`problems.${severity}`)} />
      <span className={css.step} title={step ?? ''}>
        {step ?? t('document.workflow')}
      </span>
      <span className={css.message}>{message}</span>
      <code className={css.code} title={pointer}>
        {code}
      </code>
    </button>
  );
}
