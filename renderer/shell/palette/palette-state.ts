import { create } from 'zustand';

interface PaletteState {
  readonly isOpen: boolean;
  /** What the field says when it opens: `@` asks for a step. */
  readonly text: string;
}

export const useCommandPalette = create<PaletteState>(() => ({ isOpen: false, text: '' }));

export function openCommandPalette(text = ''): void {
  useCommandPalette.setState({ isOpen: true, text });
}

export function closeCommandPalette(): void {
  useCommandPalette.setState({ isOpen: false });
}
