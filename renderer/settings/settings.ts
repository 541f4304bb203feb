import { create } from 'zustand';

export type SettingsTab = 'general' | 'secrets' | 'telemetry' | 'trust';

interface SettingsState {
  readonly isOpen: boolean;
  readonly tab: SettingsTab;
}

export const useSettings = create<SettingsState>(() => ({ isOpen: false, tab: 'general' }));

export function openSettings(): void {
  openSettingsAt('general');
}

export function openSettingsAt(tab: SettingsTab): void {
  useSettings.setState({ isOpen: true, tab });
}

export function closeSettings(): void {
  useSettings.setState({ isOpen: false });
}
