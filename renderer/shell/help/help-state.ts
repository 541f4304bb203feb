import { create } from 'zustand';

export const useKeyboardHelp = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function openKeyboardHelp(): void {
  useKeyboardHelp.setState({ isOpen: true });
}

export function closeKeyboardHelp(): void {
  useKeyboardHelp.setState({ isOpen: false });
}
