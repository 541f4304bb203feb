import { lazy, Suspense } from 'react';
import { useCompareQuestion } from './ask.ts';

const CompareDialog = lazy(async () => ({ default: (await import('./CompareDialog.tsx')).CompareDialog }));

/** Its code comes with the first question. */
export function CompareHost() {
  const isAsked = useCompareQuestion(({ question }) => question !== null);
  return (
    isAsked && (
      <Suspense>
        <CompareDialog />
      </Suspense>
    )
  );
}
