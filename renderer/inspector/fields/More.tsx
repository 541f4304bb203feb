import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { type Path, toPointer, useReveal } from '../../document/index.ts';
import { problemAt, useEditing } from '../editing.ts';
import css from './More.module.css';

interface Props {
  readonly title: string;
  /** In a few words, what is inside while it is closed. */
  readonly summary?: string;
  /** Opens by itself when one of these is to be shown or has a problem. */
  readonly paths: readonly Path[];
  readonly isOpenAtFirst?: boolean;
  readonly children: ReactNode;
}

/** What is seldom needed, behind its title. */
export function More({ title, summary, paths, isOpenAtFirst = false, children }: Props) {
  const id = useId();
  const isCalled = useIsCalled(paths);
  const [isOpen, setOpen] = useState(isOpenAtFirst || isCalled);
  useEffect(() => {
    if (isCalled) setOpen(true);
  }, [isCalled]);
  return (
    <div className={css.more}>
      <button
        type="button"
        className={css.toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={13} strokeWidth={2} aria-hidden className={css.mark} />
        <span>{title}</span>
        {!isOpen && summary !== undefined && <span className={css.summary}>{summary}</span>}
      </button>
      <div id={id} className={css.inside} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </div>
  );
}

function useIsCalled(paths: readonly Path[]): boolean {
  const { base, documentId, diagnostics } = useEditing();
  const revealing = useReveal((state) => state.revealing);
  const wanted = revealing?.document === documentId ? revealing.pointer : null;
  return paths.some((path) => {
    const at = toPointer([...base, ...path]);
    return wanted === at || wanted?.startsWith(`${at}/`) === true || problemAt(diagnostics, at)?.severity === 'error';
  });
}
