import { ChevronRight } from 'lucide-react';
import { useDocuments, outlineOf } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { containersTo } from '../scene/within.ts';
import { showWithin } from './within.ts';
import css from './Breadcrumb.module.css';

interface Props {
  readonly documentId: string;
  readonly within: string;
  /** Something floats over the drawing where it would stand. */
  readonly isLower: boolean;
}

/** Where the view is: the workflow, and the containers down to the one that is shown. Each leads back to it. */
export function Breadcrumb({ documentId, within, isLower }: Props) {
  const t = useT();
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  if (!document) return null;
  const containers = containersTo(outlineOf(document), within);
  const name = typeof document.name === 'string' && document.name !== '' ? document.name : t('document.workflow');
  return (
    <nav className={css.trail} aria-label={t('lanes.trail')} data-lower={isLower || undefined}>
      <button type="button" onClick={() => showWithin(documentId, null)} title={name}>
        {name}
      </button>
      {containers.map(({ id, label }) => (
        <span key={id} className={css.part}>
          <ChevronRight size={13} aria-hidden />
          {id === within ? (
            <strong aria-current="location" title={label}>
              {label}
            </strong>
          ) : (
            <button type="button" onClick={() => showWithin(documentId, id)} title={label}>
              {label}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}
