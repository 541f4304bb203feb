import {
  Ban,
  Check,
  Hand,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Pause,
  RotateCw,
  ShieldCheck,
  SkipForward,
  Undo2,
  X,
} from 'lucide-react';
import type { StepState as State } from '../overlay.ts';

type Shown = Exclude<State, 'notReached'>;

/** Each state has its own glyph as well as its colour. */
export const stateLooks = {
  running: { icon: LoaderCircle, tone: 'accent', spins: true },
  paused: { icon: Pause, tone: 'bad', spins: false },
  waiting: { icon: Hourglass, tone: 'time', spins: false },
  retrying: { icon: RotateCw, tone: 'warn', spins: false },
  completed: { icon: Check, tone: 'ok', spins: false },
  failed: { icon: X, tone: 'bad', spins: false },
  caught: { icon: ShieldCheck, tone: 'warn', spins: false },
  undoing: { icon: Undo2, tone: 'undo', spins: true },
  undone: { icon: Undo2, tone: 'undo', spins: false },
  stuck: { icon: Hand, tone: 'bad', spins: false },
  cancelled: { icon: Ban, tone: 'quiet', spins: false },
  skipped: { icon: SkipForward, tone: 'quiet', spins: false },
} as const satisfies Record<Shown, { readonly icon: LucideIcon; readonly tone: string; readonly spins: boolean }>;
