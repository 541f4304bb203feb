import type { Diagnostic } from '@sagaloom/engine/core';
import { findDocument } from '../document/index.ts';
import { FixActions } from '../fixes/FixActions.tsx';
import { FieldMessage } from '../ui/index.ts';
import { useEditing } from './editing.ts';
import css from './fields/FieldFixes.module.css';

/** Parts that hold fields and are none themselves, and what no form lets one choose. */
const holders = [
  /^\/(type|format|timeouts|catch|retry|compensate|join|steps|branches|finally|error|start|defaults|ui|concurrencyKey)$/,
  /^(\/defaults|\/compensate)?\/(timeouts|retry\/\d+|catch\/\d+)$/,
  /^\/branches\/[^/]+$/,
  /^\/(config|signals|queries|updates|triggers|searchAttributes)\/[^/]+(\/type)?$/,
];

/** What is wrong with the step, or with the workflow, as a whole: no field of it would say so. */
export function OwnProblems({ pointer, step }: { readonly pointer: string; readonly step: string | null }) {
  const { documentId, diagnostics } = useEditing();
  const open = findDocument(documentId);
  const own = diagnostics.filter((problem) => isOwn(problem, pointer, step));
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

function isOwn({ code, pointer: at, step: of }: Diagnostic, pointer: string, step: string | null): boolean {
  if (of !== step) return false;
  if (at === pointer) return true;
  if (!at.startsWith(`${pointer}/`)) return false;
  const field = at.slice(pointer.length);
  // A field that a step does not know has its place among the others; one further in has none.
  return holders.some((pattern) => pattern.test(field)) || (code === 'FIELD_UNKNOWN' && /^\/[^/]+\//.test(field));
}
