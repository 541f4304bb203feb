/**
 * What is asked of the list of runs, as a person writes it: `status:failed workflow:order started:<1h attr.customer=42`. Times stay as they
 * were written, so that `started:<1h` means the last hour whenever it is looked at (`resolve.ts`).
 */
import type { RunStatus } from '../../core/event.ts';
import type { AttributeTerm } from '../runs-filter.ts';

export interface RunsAsked {
  readonly workflows: readonly string[];
  readonly versions: readonly string[];
  readonly statuses: readonly RunStatus[];
  readonly started: TimesAsked | null;
  readonly ended: TimesAsked | null;
  readonly duration: LengthAsked | null;
  readonly id: string | null;
  readonly parent: string | null;
  readonly waiting: boolean | null;
  readonly errorType: string | null;
  readonly where: readonly AttributeTerm[];
}

/** Ends as they are written: a time, a day, or how long ago (`1h`). */
export interface TimesAsked {
  readonly from: End | null;
  readonly to: End | null;
}

export interface End {
  readonly text: string;
  /** `>` and `<`, not `>=` and `<=`: of a day, that day does not count. */
  readonly excluded: boolean;
}

/** Durations as they are written: `5m`. */
export interface LengthAsked {
  readonly from: string | null;
  readonly to: string | null;
}

export const NOTHING_ASKED: RunsAsked = {
  workflows: [],
  versions: [],
  statuses: [],
  started: null,
  ended: null,
  duration: null,
  id: null,
  parent: null,
  waiting: null,
  errorType: null,
  where: [],
};

/** What is wrong with a word. */
export type TextProblem =
  | 'unknownKey'
  | 'noValue'
  | 'badStatus'
  | 'badTime'
  | 'badDuration'
  | 'badYesNo'
  | 'badAttribute'
  | 'openQuote';

export interface WrongWord {
  readonly problem: TextProblem;
  /** As it was written. */
  readonly word: string;
  /** Where it begins in the text. */
  readonly at: number;
}

/** Names before `:`, beside `attr.NAME`. */
export const TEXT_KEYS = [
  'status',
  'workflow',
  'version',
  'started',
  'ended',
  'duration',
  'id',
  'parent',
  'waiting',
  'error',
] as const;

export type TextKey = (typeof TEXT_KEYS)[number];
