import { create } from 'zustand';

export const useCommandPalette = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function openCommandPalette(): void {
  useCommandPalette.setState({ isOpen: true });
}

export function closeCommandPalette(): void {
  useCommandPalette.setState({ isOpen: false });
}
