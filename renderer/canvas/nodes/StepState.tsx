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
import { useT } from '../../locales/index.ts';
import { cx } from '../../ui/index.ts';
import type { StepOverlay, StepState as State } from '../overlay.ts';
import css from './StepState.module.css';

type Shown = Exclude<State, 'notReached'>;

/** Each state has its own glyph as well as its colour. */
const badges = {
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

export function StepState({ run }: { readonly run: StepOverlay }) {
  const t = useT();
  if (run.state === 'notReached') return null;
  const { icon: Icon, tone, spins } = badges[run.state];
  const items = run.items && t('canvas.state.items', { done: run.items.done, total: run.items.total });
  const words = run.errorType ? `${t(`canvas.state.${run.state}`)} · ${run.errorType}` : t(`canvas.state.${run.state}`);
  return (
    <span
      className={cx(css.badge, css[tone])}
      title={items === null ? words : `${words} · ${items}`}
      data-moving={spins && run.state === 'undoing' ? 'pulse' : spins ? 'spin' : undefined}
    >
      <Icon size={11} strokeWidth={3} aria-hidden />
      {run.items && (
        <span>
          {run.items.done}/{run.items.total}
        </span>
      )}
      {run.state === 'retrying' && run.attempts > 0 && <span>{run.attempts}</span>}
    </span>
  );
}
