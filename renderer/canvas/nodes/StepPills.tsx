import { Eye, Flag, type LucideIcon, RotateCcw, ShieldCheck, Timer } from 'lucide-react';
import { type MessageKey, useT } from '../../locales/index.ts';
import { cx } from '../../ui/index.ts';
import type { StepOverlay } from '../overlay.ts';
import type { Pill } from '../scene/pills.ts';
import type { Problem } from '../scene/types.ts';
import { ProblemPill } from './ProblemPill.tsx';
import css from './StepPills.module.css';

interface Props {
  readonly stepId: string;
  readonly pills: readonly Pill[];
  readonly run: StepOverlay | null;
  readonly problem: Problem | null;
}

const kinds = {
  attempts: { icon: RotateCcw, words: 'canvas.pill.attempts' },
  limit: { icon: Timer, words: 'canvas.pill.limit' },
  pivot: { icon: Flag, words: 'canvas.pill.pivot' },
  catch: { icon: ShieldCheck, words: 'lanes.caught' },
  readOnly: { icon: Eye, words: 'lanes.readOnly' },
  afterPivot: { icon: RotateCcw, words: 'lanes.afterPivot' },
} as const satisfies Record<Pill['kind'], { readonly icon: LucideIcon; readonly words: MessageKey }>;

/** More of them than fit beside the glyph begin under it. */
const manyPills = 3;

/** Small facts on the lower edge of a card: attempts, time limit, point of no return, what is wrong. */
export function StepPills({ stepId, pills, run, problem }: Props) {
  const t = useT();
  if (pills.length === 0 && !problem) return null;
  return (
    <div className={css.pills} data-many={pills.length + (problem ? 1 : 0) > manyPills || undefined}>
      {problem && <ProblemPill stepId={stepId} problem={problem} />}
      {pills.map(({ kind, text, about = '' }) => {
        const { icon: Icon, words } = kinds[kind];
        const counted = kind === 'attempts' && run && run.attempts > 1 ? `${run.attempts} / ${text}` : text;
        return (
          <span
            key={kind}
            className={cx(css.pill, css[kind])}
            title={t(words, { count: text, duration: text, errors: about })}
          >
            <Icon size={11} strokeWidth={2} aria-hidden />
            {counted}
          </span>
        );
      })}
    </div>
  );
}
