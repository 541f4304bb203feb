import { create } from 'zustand';

/** What is said, in the language of the moment: it may change while the words are there. */
type Say = () => string;

export interface ToastMessage {
  readonly id: number;
  readonly say: Say;
  readonly tone: 'neutral' | 'ok' | 'warn' | 'bad';
  readonly action: ToastAction | null;
}

/** One thing to do about it; it can be done elsewhere too, for the words go away by themselves. */
export interface ToastAction {
  readonly label: Say;
  readonly run: () => void;
}

interface ToastState {
  readonly messages: readonly ToastMessage[];
}

export const useToasts = create<ToastState>(() => ({ messages: [] }));

const shownMs = 5_000;
const shownWithActionMs = 10_000;
let lastId = 0;

/** Says something in passing, for the eye and for a screen reader. A repeated text is shown once; small news replaces small news. */
export function toast(say: Say, tone: ToastMessage['tone'] = 'neutral', action: ToastAction | null = null): void {
  lastId += 1;
  const message: ToastMessage = { id: lastId, say, tone, action };
  useToasts.setState(({ messages }) => ({
    messages: [...messages.filter((other) => stays(other, message)), message].slice(-3),
  }));
  setTimeout(() => dismissToast(message.id), action ? shownWithActionMs : shownMs);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}

function stays(shown: ToastMessage, next: ToastMessage): boolean {
  return shown.say() !== next.say() && !(shown.tone === 'neutral' && next.tone === 'neutral');
}
