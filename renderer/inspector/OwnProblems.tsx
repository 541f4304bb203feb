import type { Diagnostic } from '@sagaloom/engine/core';
import { findDocument } from '../document/index.ts';
import { FixActions } from '../fixes/FixActions.tsx';
import { FieldMessage } from '../ui/index.ts';
import { useEditing } from './editing.ts';
import css from './fields/FieldFixes.module.css';

/** Parts that hold fields and are none themselves. */
const holders =
  /^(\/(timeouts|catch|compensate|join|steps|branches|finally|retry|error|start|defaults|ui|concurrencyKey)|\/(retry|catch|branches)\/[^/]+|\/compensate\/(timeouts|retry\/\d+)|\/(defaults)\/(timeouts|retry\/\d+))$/;

/** What is wrong with the step, or with the workflow, as a whole: no field of it would say so. */
export function OwnProblems({ pointer, type }: { readonly pointer: string; readonly type: string | null }) {
  const { documentId, diagnostics } = useEditing();
  const open = findDocument(documentId);
  const own = diagnostics.filter((problem) => isOwn(problem, pointer, type));
  if (!open || own.length === 0) return null;
  return (
    <ul className={css.own}>
      {own.map((problem, index) => (
        // Two problems can be alike in all they say.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <FieldMessage message={problem.message} severity={problem.severity} />
          <FixActions open={open} problem={problem} problems={diagnostics} />
        </li>
      ))}
    </ul>
  );
}

function isOwn({ pointer: at, step }: Diagnostic, pointer: string, type: string | null): boolean {
  if (type === null && step !== null) return false;
  if (at === pointer) return true;
  return at.startsWith(`${pointer}/`) && holders.test(at.slice(pointer.length));
}
