import type { ReactNode } from 'react';
import css from './Field.module.css';
import { FieldFixes } from './FieldFixes.tsx';

/** A row of a form. `pointer` is how a problem finds its field. */
export function Row({ pointer, children }: { readonly pointer?: string; readonly children: ReactNode }) {
  return (
    <div className={css.row} data-pointer={pointer}>
      {children}
      {pointer !== undefined && <FieldFixes pointer={pointer} />}
    </div>
  );
}

export function Two({ children, narrow = false }: { readonly children: ReactNode; readonly narrow?: boolean }) {
  return <div className={narrow ? css.narrow : css.two}>{children}</div>;
}

export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.section}>
      <div className={css.head}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A bordered part of a list: a rule, a clause, a branch. */
export function Card({
  title,
  actions,
  pointer,
  children,
}: {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly pointer?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={css.card} data-pointer={pointer}>
      <div className={css.cardHead}>
        <span className={css.cardTitle}>{title}</span>
        {actions}
      </div>
      {children}
    </div>
  );
}
