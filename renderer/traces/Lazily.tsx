import { lazy, Suspense } from 'react';
import { useImports } from './import/imports.ts';
import { useTraceQuestion } from './trace-dialogs.ts';

const Cards = lazy(async () => ({ default: (await import('./import/ImportCards.tsx')).ImportCards }));
const Dialogs = lazy(async () => ({ default: (await import('./TraceDialogs.tsx')).TraceDialogs }));

/** Their code comes with the first file, and with the first question. */
export function ImportCardsWhenThere() {
  const isThere = useImports(({ jobs }) => jobs.length > 0);
  return (
    isThere && (
      <Suspense>
        <Cards />
      </Suspense>
    )
  );
}

export function TraceDialogsWhenAsked() {
  const isAsked = useTraceQuestion(({ question }) => question !== null);
  return (
    isAsked && (
      <Suspense>
        <Dialogs />
      </Suspense>
    )
  );
}
