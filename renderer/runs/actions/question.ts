import type { Json } from '@sagaloom/engine/core';
import { create } from 'zustand';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { attempt } from '../../shell/notices.ts';
import { toast } from '../../ui/index.ts';
import { shortId } from '../cancel.ts';

/** What a person is about to do with a run, and is asked the rest of. */
export type RunAction = MessageAction | BranchAction;

export interface MessageAction {
  readonly kind: MessageKind;
  readonly runId: string;
  /** The message that is meant; else it is chosen. */
  readonly name?: string;
  /** Of a signal. */
  readonly key?: Json;
}

/** It ends in another run, or in another definition. */
export type BranchAction =
  | { readonly kind: 'fork'; readonly runId: string; readonly to: number }
  /** `isOver`: it has ended, and stays so. */
  | { readonly kind: 'reset'; readonly runId: string; readonly to: number; readonly isOver: boolean }
  | { readonly kind: 'migrate'; readonly runId: string; readonly document: string };

export type MessageKind = 'signal' | 'query' | 'update';

export function isMessage(action: RunAction): action is MessageAction {
  return action.kind === 'signal' || action.kind === 'query' || action.kind === 'update';
}

export const useRunAction = create<{ readonly action: RunAction | null }>(() => ({ action: null }));

export function askAbout(action: RunAction): void {
  useRunAction.setState({ action });
}

export function closeAction(): void {
  useRunAction.setState({ action: null });
}

export async function pauseRun(runId: string): Promise<void> {
  const done = await attempt('runs.pause.failed', { id: shortId(runId) }, async () => engine.runs.pause({ runId }));
  if (done) toast(() => translate('runs.pause.done', { id: shortId(runId) }));
}

export async function resumeRun(runId: string): Promise<void> {
  const done = await attempt('runs.resume.failed', { id: shortId(runId) }, async () => engine.runs.resume({ runId }));
  if (done) toast(() => translate('runs.resume.done', { id: shortId(runId) }));
}
