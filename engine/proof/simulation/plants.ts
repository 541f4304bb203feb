import type { AttemptResult, Command, Recorded } from '../../core/index.ts';
import type { Append, Work } from '../../runtime/ports.ts';
import type { Random } from '../random.ts';

/**
 * Faults put in on purpose, each between the engine and the world, to see that the simulation finds it. None is in the product.
 * What is left out is as it should be.
 */
export interface Plant {
  /** What the engine writes, spoilt. */
  readonly change?: (change: Append, now: number, random: Random) => Append;
  /** What reaches the journal, behind the back of whoever looks on. */
  readonly stored?: (change: Append, random: Random) => Append;
  /** A conflict is taken for a success. */
  readonly takesStale?: true;
  /** Writes are acknowledged before they are done. */
  readonly acksEarly?: true;
  /** So many of the last writes are gone after a crash. */
  readonly forgets?: true;
  /** A crash leaves half an append. */
  readonly halves?: true;
  readonly losesTimer?: (random: Random) => boolean;
  readonly losesAnswer?: (result: AttemptResult, random: Random) => boolean;
  /** Work that is done is handed out again. */
  readonly repeats?: (work: Work) => boolean;
  /** A command is acknowledged and dropped. */
  readonly losesCommand?: (command: Command, random: Random) => boolean;
  /** A signal is acknowledged and dropped. */
  readonly losesSignal?: (random: Random) => boolean;
  /** An answer that comes again is taken for one to the attempt under way. */
  readonly takesTwice?: true;
}

export const sound: Plant = {};

function withEvents(change: Append, edit: (event: Recorded, i: number) => Recorded): Append {
  return { ...change, events: change.events.map(edit) };
}

export const plants = {
  'dropped-fsync': { forgets: true },
  'torn-append': { halves: true },
  'early-ack': { acksEarly: true },
  'stale-append': { takesStale: true },
  'double-delivery': { takesTwice: true },
  'lost-timer': { losesTimer: (random) => random.chance(0.1) },
  'lost-result': { losesAnswer: ({ kind }, random) => kind === 'completed' && random.chance(0.1) },
  'lost-command': { losesCommand: ({ type }, random) => type === 'cancel' && random.chance(0.5) },
  'lost-signal': { losesSignal: (random) => random.chance(0.3) },
  'undo-again': { repeats: ({ undo }) => undo },
  'activity-again': { repeats: ({ undo }) => !undo },
  'undo-order': {
    change: (change) =>
      withEvents(change, (event) =>
        event.type === 'CompensationStarted' ? { ...event, entries: event.entries.toReversed() } : event,
      ),
  },
  'undo-forgotten': {
    change: (change) =>
      withEvents(change, (event) =>
        event.type === 'CompensationStarted' ? { ...event, entries: event.entries.slice(1) } : event,
      ),
  },
  'early-timer': {
    change: (change) =>
      withEvents(change, (event) =>
        event.type === 'StepCompleted' || event.type === 'BlockRetried' ? { ...event, at: event.at - 1_000 } : event,
      ),
  },
  'clock-back': { change: (change, now) => withEvents(change, (event) => ({ ...event, at: now })) },
  'projection-drift': {
    stored: (change, random) =>
      random.chance(0.1) ? { ...change, entry: { ...change.entry, wakeAt: (change.entry.wakeAt ?? 0) + 1 } } : change,
  },
  'signal-twice': {
    change: (change) => ({
      ...change,
      events: change.events.flatMap((event, i) =>
        event.type === 'SignalReceived' && i === change.events.length - 1
          ? [event, { ...event, seq: event.seq + 1 }]
          : [event],
      ),
    }),
  },
  'history-changed': {
    stored: (change, random) =>
      random.chance(0.1)
        ? withEvents(change, (event, i) => (i === 0 ? { ...event, at: event.at + 1 } : event))
        : change,
  },
} satisfies Readonly<Record<string, Plant>>;

export type PlantName = keyof typeof plants;

export const plantNames = Object.keys(plants) as readonly PlantName[];
