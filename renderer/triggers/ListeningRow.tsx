import type { TriggerInfo } from '@sagaloom/engine/contract';
import { triggerIcons } from './icons.ts';
import css from './TriggersPanel.module.css';

/** A trigger that waits for what comes from outside. */
export function ListeningRow({ trigger: { workflow, name, type, what } }: { readonly trigger: TriggerInfo }) {
  const Icon = triggerIcons[type];
  return (
    <li className={css.card}>
      <div className={css.head}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        <strong title={workflow}>{workflow}</strong>
        <span>{name}</span>
      </div>
      <p className={css.when}>
        <code title={what}>{what}</code>
      </p>
    </li>
  );
}
