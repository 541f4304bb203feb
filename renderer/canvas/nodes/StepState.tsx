import { useT } from '../../locales/index.ts';
import { cx } from '../../ui/index.ts';
import type { StepOverlay } from '../overlay.ts';
import { stateLooks } from './state-look.ts';
import css from './StepState.module.css';

export function StepState({ run }: { readonly run: StepOverlay }) {
  const t = useT();
  if (run.state === 'notReached') return null;
  const { icon: Icon, tone, spins } = stateLooks[run.state];
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
