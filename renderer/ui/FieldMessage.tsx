import { CircleAlert, TriangleAlert } from 'lucide-react';
import css from './field.module.css';

/** What is wrong with a field: one sentence with its glyph, under the field. */
export function FieldMessage({
  message,
  severity = 'error',
}: {
  readonly message: string;
  readonly severity?: 'error' | 'warning';
}) {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <span className={css.error} data-tone={severity}>
      <Icon size={13} strokeWidth={2} aria-hidden />
      <span>{message}</span>
    </span>
  );
}
