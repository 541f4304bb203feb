import { CloudOff, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../locales/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import css from './Panel.module.css';

interface Props {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly problem: string | null;
  readonly onRetry: () => Promise<void>;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

/** What a panel shows instead of its list: that it loads, what went wrong, or that there is nothing yet. */
export function PanelState({ phase, problem, onRetry, icon, title, text, action }: Props) {
  const t = useT();
  if (phase === 'loading') {
    return (
      <output className={css.loading} aria-label={t('shell.loading')}>
        {['a', 'b', 'c', 'd'].map((bone) => (
          <div key={bone} className={css.bone} />
        ))}
      </output>
    );
  }
  if (phase === 'broken') {
    return (
      <EmptyState
        icon={CloudOff}
        title={t('shell.cannotLoad')}
        action={<Button onPress={() => void onRetry()}>{t('shell.tryAgain')}</Button>}
      >
        {problem}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={title} action={action}>
      {text}
    </EmptyState>
  );
}
