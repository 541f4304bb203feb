import type { Diagnostic } from '@sagaloom/engine/core';
import { ChevronDown, ListChecks, Wrench } from 'lucide-react';
import { useMemo } from 'react';
import { Button as AriaButton, MenuTrigger, Popover } from 'react-aria-components';
import { findDocument, type OpenDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Button, Menu, type MenuEntry } from '../ui/index.ts';
import { alike, applyAll, applyFix, type Fix, fixesFor, fixWords } from './index.ts';
import css from './FixActions.module.css';

interface Props {
  readonly open: OpenDocument;
  readonly problem: Diagnostic;
  /** All of the document: what can be fixed together is offered together. */
  readonly problems: readonly Diagnostic[];
}

/** The likeliest fix as a button, and all others beside it. Nothing where there is none, or the document is only to read. */
export function FixActions({ open, problem, problems }: Props) {
  const t = useT();
  const fixes = useMemo(
    () => (open.readOnly ? [] : fixesFor(problem, open.document)),
    [open.readOnly, open.document, problem],
  );
  const [first] = fixes;
  if (!first) return null;
  const hasMore = fixes.length > 1 || (first.isSafe && problems.filter(({ code }) => code === problem.code).length > 1);
  return (
    <span className={css.actions}>
      <Button size="sm" icon={Wrench} onPress={() => applyFix(open.id, problem, first)}>
        {fixWords(first, t)}
      </Button>
      {hasMore && (
        <MenuTrigger>
          <AriaButton className={css.more ?? ''} aria-label={t('fixes.menu', { message: problem.message })}>
            <ChevronDown size={13} strokeWidth={2} aria-hidden />
          </AriaButton>
          <Popover className={css.popover ?? ''} placement="bottom end" offset={4}>
            <FixMenu documentId={open.id} fixes={fixes} problem={problem} problems={problems} />
          </Popover>
        </MenuTrigger>
      )}
    </span>
  );
}

/** Rendered while it is open: what can be fixed together is looked for only then. */
function FixMenu({
  documentId,
  fixes,
  problem,
  problems,
}: {
  readonly documentId: string;
  readonly fixes: readonly Fix[];
  readonly problem: Diagnostic;
  readonly problems: readonly Diagnostic[];
}) {
  const t = useT();
  const document = findDocument(documentId)?.document ?? {};
  const entries: MenuEntry[] = fixes.map((fix, index) => ({
    id: `${index}`,
    label: fixWords(fix, t),
    icon: Wrench,
    onAction: () => applyFix(documentId, problem, fix),
  }));
  for (const [index, fix] of fixes.entries()) {
    const all = alike(problem, fix, problems, document);
    if (all.length === 0) continue;
    entries.push({
      id: `all-${index}`,
      label: t('fixes.allLike', { count: all.length, what: fixWords(fix, t) }),
      icon: ListChecks,
      onAction: () => applyAll(documentId, problem, all),
    });
  }
  return <Menu label={t('fixes.button')} entries={entries} />;
}
