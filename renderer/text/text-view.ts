import { create } from 'zustand';

/** Whether the text is shown: not at all, beside the drawing, or instead of it. */
export type TextMode = 'off' | 'beside' | 'only';

interface TextView {
  readonly mode: TextMode;
}

const storageKey = 'sagaloom.text';
const modes: readonly TextMode[] = ['off', 'beside', 'only'];

/** Remembered, as the other panels are. */
export const useTextView = create<TextView>(() => ({ mode: remembered() }));

useTextView.subscribe(({ mode }) => localStorage.setItem(storageKey, mode));

/** No room for two beside each other. */
const isNarrow = (): boolean => matchMedia('(max-width: 1100px)').matches;

export function toggleText(): void {
  if (useTextView.getState().mode === 'off') showText();
  else useTextView.setState({ mode: 'off' });
}

/** As it is, where it is shown already. */
export function showText(): void {
  if (useTextView.getState().mode === 'off') useTextView.setState({ mode: isNarrow() ? 'only' : 'beside' });
}

export function setTextMode(mode: TextMode): void {
  useTextView.setState({ mode });
}

function remembered(): TextMode {
  const stored = localStorage.getItem(storageKey);
  return modes.find((mode) => mode === stored) ?? 'off';
}
