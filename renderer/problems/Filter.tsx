import type { Diagnostic } from '@sagaloom/engine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { countOf, type Severity } from './groups.ts';
import { useFilter } from './problems.ts';
import css from './Problems.module.css';

const severities = ['error', 'warning'] as const satisfies readonly Severity[];
const icons = { error: CircleAlert, warning: TriangleAlert } as const;

/** Errors or warnings alone. Chosen again, all are shown. */
export function Filter({ problems }: { readonly problems: readonly Diagnostic[] }) {
  const t = useT();
  const { severity: chosen } = useFilter();
  return (
    <div className={css.filter} role="group" aria-label={t('problems.filter')}>
      {severities.map((severity) => {
        const Icon = icons[severity];
        return (
          <ToggleButton
            key={severity}
            className={css.toggle ?? ''}
            data-severity={severity}
            isSelected={chosen === severity}
            onChange={(isChosen) => useFilter.setState({ severity: isChosen ? severity : null })}
          >
            <Icon size={13} strokeWidth={2} aria-hidden />
            {t(`problems.count.${severity}`, { count: countOf(problems, severity) })}
          </ToggleButton>
        );
      })}
    </div>
  );
}
