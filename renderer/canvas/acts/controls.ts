import { create } from 'zustand';
import type { MessageKey } from '../../locales/index.ts';
import type { ActId } from './names.ts';

/** The drawing in front, for whoever has a button or a key for it and must not load its code. */
export interface CanvasControls {
  readonly documentId: string;
  /** Why it cannot be done now, in words of the catalogue; null when it can. */
  readonly whyNot: (act: ActId) => MessageKey | null;
  readonly run: (act: ActId) => void;
  /** Shows a step: selected, in view, with the focus. */
  readonly goTo: (step: string) => void;
}

const useControls = create<{ readonly controls: CanvasControls | null }>(() => ({ controls: null }));

export const canvasControls = (): CanvasControls | null => useControls.getState().controls;

/** Gives back what takes them away again. */
export function offerControls(controls: CanvasControls): () => void {
  useControls.setState({ controls });
  return () => useControls.setState((now) => (now.controls === controls ? { controls: null } : now));
}
