import { ORPCError } from '@orpc/client';
import { create } from 'zustand';
import { type MessageKey, type MessageValues, translate } from '../locales/index.ts';
import { saidByEngine } from '../locales/said/engine.ts';
import { EngineUnreachable } from '../rpc/index.ts';

/** Something went wrong, and stays in sight until it is read: what happened, where and why, what to do. */
export interface Notice {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly action: NoticeAction | null;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

interface NoticeState {
  readonly notices: readonly Notice[];
}

export const useNotices = create<NoticeState>(() => ({ notices: [] }));

const most = 4;
let lastId = 0;

export function notify(title: string, text: string, action: NoticeAction | null = null): void {
  lastId += 1;
  const notice: Notice = { id: lastId, title, text, action };
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((other) => other.title !== title || other.text !== text), notice].slice(-most),
  }));
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Does it, and says so when it fails. Resolves to null then. */
export async function attempt<T>(
  failing: MessageKey,
  values: MessageValues,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    notify(translate(failing, values), explain(error));
    return null;
  }
}

/** An error in the reader's terms: the engine's own sentence, and what to do when it is the line that broke. */
export function explain(error: unknown): string {
  if (error instanceof EngineUnreachable) return translate('shell.unreachable');
  if (error instanceof ORPCError)
    return error.defined ? saidByEngine(error.message) : translate('shell.internal', { message: error.message });
  return error instanceof Error ? error.message : String(error);
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ORPCError && error.code === code;
}
