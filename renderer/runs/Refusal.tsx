import { FieldMessage } from '../ui/index.ts';
import css from './Refusal.module.css';

/** Why the engine did not do what a dialog asked for; nothing while it has not refused. */
export function Refusal({ message }: { readonly message: string | null }) {
  if (message === null) return null;
  return (
    <div className={css.refusal} role="alert">
      <FieldMessage message={message} />
    </div>
  );
}
