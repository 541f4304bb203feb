import type { AttemptResult } from '../core/command.ts';
import type { ActivityContext } from './activity.ts';

/** What the module with the code of an activity exports. */
interface Performing<I> {
  readonly perform: (input: I, context: ActivityContext, signal: AbortSignal) => Promise<AttemptResult>;
  /** More than to be loaded. */
  readonly warmUp?: () => Promise<unknown>;
  /** Gives back what it keeps between attempts. */
  readonly close?: () => Promise<void> | void;
}

/** The code of an activity, loaded when it is first used: lists, forms and docs need none of it. What never was has nothing to close. */
export function lazily<I>(load: () => Promise<Performing<I>>) {
  let loading: Promise<Performing<I>> | null = null;
  const loaded = (): Promise<Performing<I>> => (loading ??= load());
  return {
    async warmUp() {
      const code = await loaded();
      await code.warmUp?.();
      return code;
    },
    async close() {
      await (await loading)?.close?.();
    },
    async run(input: I, context: ActivityContext, signal: AbortSignal) {
      return (await loaded()).perform(input, context, signal);
    },
  };
}
