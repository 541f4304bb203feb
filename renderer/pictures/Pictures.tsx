import { lazy, Suspense } from 'react';
import { usePictureDialog } from './state.ts';

const PictureDialog = lazy(async () => ({ default: (await import('./PictureDialog.tsx')).PictureDialog }));

/** Made of code that is fetched when somebody wants a picture. */
export function Pictures() {
  const documentId = usePictureDialog((state) => state.documentId);
  if (documentId === null) return null;
  return (
    <Suspense>
      <PictureDialog key={documentId} documentId={documentId} />
    </Suspense>
  );
}
