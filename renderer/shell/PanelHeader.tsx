import type { ReactNode } from 'react';
import css from './Panel.module.css';

/** The top of a left panel: its name, and what can be done with it. */
export function PanelHeader({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className={css.header}>
      <h2>{title}</h2>
      <div className={css.tools}>{children}</div>
    </header>
  );
}
