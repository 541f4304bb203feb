import { useMemo } from 'react';
import { findDocument } from '../../document/index.ts';
import { FixActions } from '../../fixes/FixActions.tsx';
import { problemAt, useEditing } from '../editing.ts';
import css from './FieldFixes.module.css';

/** What puts the problem of a field right, under its message. */
export function FieldFixes({ pointer }: { readonly pointer: string }) {
  const { documentId, document, diagnostics, readOnly } = useEditing();
  const problem = useMemo(() => problemAt(diagnostics, pointer), [diagnostics, pointer]);
  const open = problem && !readOnly ? findDocument(documentId) : null;
  if (!problem || !open) return null;
  return (
    <span className={css.fixes}>
      <FixActions
        open={open.document === document ? open : { ...open, document }}
        problem={problem}
        problems={diagnostics}
      />
    </span>
  );
}
