import type { ReactNode } from 'react';
import css from './Inspector.module.css';

export function Form({ children }: { readonly children: ReactNode }) {
  return (
    <div className={css.form} data-form>
      {children}
    </div>
  );
}
