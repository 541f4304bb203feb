import { create } from 'zustand';
import { type BlockKey, findDocument, outlineOf, useDocuments, withInner } from '../../document/index.ts';

/** Which container of a file is drawn alone: a way of looking, kept by tab and in no file. */
interface Within {
  readonly byDocument: Readonly<Record<string, string>>;
}

const useWithinStore = create<Within>(() => ({ byDocument: {} }));

/** The container that is drawn alone; null for the whole drawing, also when the container is gone. */
export function withinOf(documentId: string): string | null {
  return stillThere(documentId, useWithinStore.getState().byDocument[documentId]);
}

export function useWithin(documentId: string): string | null {
  const wanted = useWithinStore(({ byDocument }) => byDocument[documentId]);
  return useDocuments(() => stillThere(documentId, wanted));
}

function stillThere(documentId: string, step: string | undefined): string | null {
  if (step === undefined) return null;
  const entry = outlineOf(findDocument(documentId)?.document ?? {}).steps.get(step);
  return entry && entry.blocks.length > 0 ? step : null;
}

/** Shows a container alone; null shows the whole drawing. What holds no blocks cannot be entered. */
export function showWithin(documentId: string, step: string | null): boolean {
  if (step !== null && stillThere(documentId, step) === null) return false;
  useWithinStore.setState(({ byDocument: { [documentId]: _, ...others } }) => ({
    byDocument: step === null ? others : { ...others, [documentId]: step },
  }));
  return true;
}

/** One container outwards. False where the whole drawing is shown already. */
export function leave(documentId: string): boolean {
  const step = withinOf(documentId);
  if (step === null) return false;
  const { steps, blocks } = outlineOf(findDocument(documentId)?.document ?? {});
  return showWithin(documentId, blocks.get(steps.get(step)?.block ?? '')?.owner ?? null);
}

/** The block that the ground of the drawing stands for: where what is added nowhere in particular goes. */
export function groundBlock(documentId: string): BlockKey {
  const step = withinOf(documentId);
  if (step === null) return '';
  return outlineOf(findDocument(documentId)?.document ?? {}).steps.get(step)?.blocks[0] ?? '';
}

/** Whether a step is drawn while the container is shown alone. */
export function isWithin(documentId: string, step: string): boolean {
  const container = withinOf(documentId);
  return container === null || withInner(outlineOf(findDocument(documentId)?.document ?? {}), container).includes(step);
}
