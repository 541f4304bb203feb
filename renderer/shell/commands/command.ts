import type { LucideIcon } from 'lucide-react';
import { useDocuments } from '../../document/index.ts';
import type { MessageKey, Translate } from '../../locales/index.ts';
import { isPinned } from '../pinned.ts';

/** Something that can be done from the keyboard, by the name people look for. */
export interface AppCommand {
  readonly id: string;
  readonly title: MessageKey;
  readonly icon: LucideIcon;
  /** As tinykeys reads it. */
  readonly keys?: string;
  /** Keys that the drawing, or the timeline, hears while it has the focus; nobody else binds them. */
  readonly localKeys?: string;
  /** Where it is done, when another place has something of the same name. */
  readonly place?: MessageKey;
  /** Its title where it says more than ever the same. */
  readonly words?: (t: Translate) => string;
  /** Why it cannot be done just now; null when it can. */
  readonly whyNot?: () => MessageKey | null;
  /** In a text field these keys mean the field's own undo. */
  readonly notWhileTyping?: boolean;
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

const active = (): string | null => useDocuments.getState().activeId;

/** There is a tab in front. */
export const hasFile = (): boolean => active() !== null;

/** There is one, and it is not only to read. */
export const isEditable = (): boolean => {
  const id = active();
  return id !== null && !isPinned(id);
};

/** Does it with the tab in front, when there is one. */
export const withActive = (work: (id: string) => unknown) => (): void => {
  const id = active();
  if (id !== null) void work(id);
};

/** Asks of the tab in front; no where there is none. */
export const ofActive = (ask: (id: string) => boolean) => (): boolean => {
  const id = active();
  return id !== null && ask(id);
};
