import type { Diagnostic } from '@sagaloom/engine/core';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { type OpenDocument, outlineOf, reveal, useActiveDocument } from '../document/index.ts';
import { FixActions } from '../fixes/FixActions.tsx';
import { PlainFixes } from '../text/PlainFixes.tsx';
import { useT } from '../locales/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { Filter } from './Filter.tsx';
import { groupsOf, type ProblemGroup } from './groups.ts';
import { useFilter, useProblems } from './problems.ts';
import css from './Problems.module.css';

/** More than these nobody reads at once; each page of them is one more button away. */
const shownAtOnce = 150;

/** What stands between the drawing and a run, and what may go wrong; a click leads to the place. */
export function Problems() {
  const t = useT();
  const open = useActiveDocument();
  const problems = useProblems();
  if (!open) return <EmptyState icon={CircleCheck} title={t('problems.noDocument')} />;
  if (problems.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title={t('problems.none')}>
        {t('problems.noneText')}
      </EmptyState>
    );
  }
  return (
    <div className={css.panel}>
      <Filter problems={problems} />
      <Groups open={open} problems={problems} />
    </div>
  );
}

function Groups({ open, problems }: { readonly open: OpenDocument; readonly problems: readonly Diagnostic[] }) {
  const t = useT();
  const { severity } = useFilter();
  const [most, setMost] = useState(shownAtOnce);
  const wanted = useMemo(
    () => (severity === null ? problems : problems.filter((one) => one.severity === severity)),
    [problems, severity],
  );
  const groups = useMemo(
    () => firstOf(groupsOf(wanted, outlineOf(open.document)), most),
    [wanted, open.document, most],
  );
  return (
    // Up and down go from problem to problem; the buttons in the list keep their own keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul className={css.list} aria-label={t('problems.label')} onKeyDown={moveFocus}>
      {groups.map((group) => (
        <Group key={group.step ?? ''} open={open} group={group} problems={problems} />
      ))}
      {wanted.length > most && (
        <li className={css.rest}>
          <Button size="sm" onPress={() => setMost(most + shownAtOnce)}>
            {t('problems.more', { count: wanted.length - most })}
          </Button>
        </li>
      )}
    </ul>
  );
}

function firstOf(groups: readonly ProblemGroup[], most: number): readonly ProblemGroup[] {
  let left = most;
  return groups.flatMap((group) => {
    const problems = group.problems.slice(0, Math.max(0, left));
    left -= problems.length;
    return problems.length === 0 ? [] : [{ ...group, problems }];
  });
}

interface GroupProps {
  readonly open: OpenDocument;
  readonly group: ProblemGroup;
  readonly problems: readonly Diagnostic[];
}

function Group({ open, group: { label, problems: own }, problems }: GroupProps) {
  const t = useT();
  const name = label ?? t('document.workflow');
  return (
    <li>
      <div className={css.group}>
        <b title={name}>{name}</b>
        <span>{own.length}</span>
      </div>
      <ul aria-label={name}>
        {own.map((problem, index) => (
          // Two problems can be alike in all they say.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${problem.code}${problem.pointer}${index}`} className={css.row} data-severity={problem.severity}>
            <ProblemButton open={open} problem={problem} />
            {problem.code === 'JSON_SYNTAX' ? (
              <PlainFixes open={open} />
            ) : (
              <FixActions open={open} problem={problem} problems={problems} />
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}

function ProblemButton({ open, problem }: { readonly open: OpenDocument; readonly problem: Diagnostic }) {
  const t = useT();
  const { severity, message, code, pointer, step } = problem;
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <button type="button" className={css.problem} data-problem onClick={() => reveal(open.id, step, pointer)}>
      <Icon size={15} strokeWidth={2} aria-label={t(`problems.${severity}`)} />
      <span className={css.message}>{message}</span>
      <code className={css.code} title={pointer}>
        {code}
      </code>
    </button>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || !(event.target instanceof HTMLElement)) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-problem]')];
  const at = all.indexOf(event.target);
  const next = at === -1 ? undefined : all[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
