import type { Figures } from '../measure/figures.ts';
import type { Contender, Task } from '../task.ts';

export interface Bench {
  readonly name: string;
  readonly about: string;
  /** By which it is compared. Every ratio says how many times as fast as the other we are, so for a time it is theirs by ours. */
  readonly compares?: { readonly metric: string; readonly isTime: boolean };
  /** Minutes long: only when asked for. */
  readonly isLarge?: true;
  measure(round: Round): Promise<Measured>;
}

export type Measured = Readonly<Partial<Record<Contender, Figures>>>;

/** One of several rounds, in each of which everybody is measured once: what drifts, drifts for all. */
export interface Round {
  /** Of this bench in this round. */
  readonly folder: string;
  /** Of this bench in all rounds. */
  readonly shared: string;
  /** Each load is measured for so long. */
  readonly seconds: number;
  readonly contenders: readonly Contender[];
  readonly run: (task: Task) => Promise<Figures>;
  readonly say: (text: string) => void;
}
