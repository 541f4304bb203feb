import { useT } from '../locales/index.ts';
import type { TraceRef } from '../shell/pages.ts';

/** Two traces, step by step. */
export function ComparePage({ left, right }: { readonly left: TraceRef; readonly right: TraceRef }) {
  const t = useT();
  return <h2>{t('compare.title', { left: left.name, right: right.name })}</h2>;
}
