import type { MessageKey } from '../../locales/index.ts';
import type { ActId } from './names.ts';

/** A timeline on the screen, for whoever has a name or a key for what it does and must not load its code. */
export interface TimelineActs {
  readonly isSeen: () => boolean;
  /** What it would do now: `Hide the critical path` where that is shown. */
  readonly titleOf: (act: ActId) => MessageKey;
  /** Why it cannot be done now, in words of the catalogue; null when it can. */
  readonly whyNot: (act: ActId) => MessageKey | null;
  readonly run: (act: ActId) => void;
}

/** Those that are there, that which was used last at the end. */
let offered: readonly TimelineActs[] = [];

/** The timeline that a command from elsewhere means: of those in sight the one that was used last. */
export const timelineInFront = (): TimelineActs | null => offered.findLast(({ isSeen }) => isSeen()) ?? null;

export interface Offer {
  /** It is being used. */
  readonly used: () => void;
  readonly withdraw: () => void;
}

export function offerTimeline(acts: TimelineActs): Offer {
  const others = (): readonly TimelineActs[] => offered.filter((one) => one !== acts);
  const used = (): void => {
    offered = [...others(), acts];
  };
  used();
  return {
    used,
    withdraw: () => {
      offered = others();
    },
  };
}
