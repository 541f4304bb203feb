import type { AttentionItem } from '@sagaloom/engine/contract';
import { outlineOf, useDocuments } from '../document/index.ts';

/** As the step is called on the drawing, when the drawing is open; else its id. */
export function useStepName({ workflow, stepId }: AttentionItem): string {
  return useDocuments(({ documents }) => {
    const drawn = documents.find((open) => open.document['name'] === workflow);
    return (drawn && outlineOf(drawn.document).steps.get(stepId)?.label) ?? stepId;
  });
}
