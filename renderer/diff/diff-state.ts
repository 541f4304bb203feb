import { create } from 'zustand';
import { flushTyping } from '../document/index.ts';

/** What an open file is compared with. */
export type Version =
  | { readonly kind: 'disk' }
  | { readonly kind: 'commit'; readonly revision: string }
  | { readonly kind: 'deployed' }
  | { readonly kind: 'tab'; readonly id: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string };

interface DiffState {
  readonly comparing: { readonly documentId: string; readonly version: Version } | null;
}

export const useDiff = create<DiffState>(() => ({ comparing: null }));

export function compare(documentId: string, version: Version): void {
  flushTyping();
  useDiff.setState({ comparing: { documentId, version } });
}

export function closeDiff(): void {
  useDiff.setState({ comparing: null });
}
