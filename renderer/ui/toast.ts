import { create } from 'zustand';

export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly tone: 'neutral' | 'ok' | 'warn' | 'bad';
}

interface ToastState {
  readonly messages: readonly ToastMessage[];
}

export const useToasts = create<ToastState>(() => ({ messages: [] }));

const shownMs = 5_000;
let lastId = 0;

/** Says something in passing, for the eye and for a screen reader. A repeated text is shown once; small news replaces small news. */
export function toast(text: string, tone: ToastMessage['tone'] = 'neutral'): void {
  lastId += 1;
  const message: ToastMessage = { id: lastId, text, tone };
  useToasts.setState(({ messages }) => ({
    messages: [...messages.filter((other) => stays(other, message)), message].slice(-3),
  }));
  setTimeout(() => dismissToast(message.id), shownMs);
}

function dismissToast(id: number): void {
  useToasts.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}

function stays(shown: ToastMessage, next: ToastMessage): boolean {
  return shown.text !== next.text && !(shown.tone === 'neutral' && next.tone === 'neutral');
}
