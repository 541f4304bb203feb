import { create } from 'zustand';

interface SettingsState {
  readonly isOpen: boolean;
}

export const useSettings = create<SettingsState>(() => ({ isOpen: false }));

export function openSettings(): void {
  useSettings.setState({ isOpen: true });
}

export function closeSettings(): void {
  useSettings.setState({ isOpen: false });
}
