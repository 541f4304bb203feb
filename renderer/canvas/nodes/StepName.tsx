import { useT } from '../../locales/index.ts';
import { useHot } from '../hot.ts';
import css from './StepName.module.css';

/** The name of a step; a field while it is being renamed (F2). */
export function StepName({ stepId, name }: { readonly stepId: string; readonly name: string }) {
  const { renaming, rename } = useHot();
  const t = useT();
  if (renaming !== stepId) {
    return (
      <strong className={css.name} title={name}>
        {name}
      </strong>
    );
  }
  return (
    <input
      // The person asked for the field a moment ago, with F2.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      className={`${css.field} nodrag nopan`}
      defaultValue={name}
      aria-label={t('canvas.rename.label')}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => rename(stepId, event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') rename(stepId, event.currentTarget.value);
        if (event.key === 'Escape') rename(stepId, null);
      }}
    />
  );
}
