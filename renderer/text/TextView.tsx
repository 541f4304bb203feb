import { Braces, Columns2, Search, TriangleAlert, X } from 'lucide-react';
import { openSearchPanel } from '@codemirror/search';
import { EditorView } from '@codemirror/view';
import { useRef } from 'react';
import { isBroken, textOf, useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Button, IconButton } from '../ui/index.ts';
import { brokenWords } from './problems.ts';
import { setTextMode, useTextView } from './text-view.ts';
import { useTextEditor } from './use-text-editor.ts';
import css from './TextView.module.css';

/** The file as text, in step with the drawing. */
export function TextView({ documentId, readOnly }: { readonly documentId: string; readonly readOnly: boolean }) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const mode = useTextView((state) => state.mode);
  const editor = useTextEditor(host, documentId, readOnly);
  const find = (): void => {
    const view = host.current && EditorView.findFromDOM(host.current);
    if (view) openSearchPanel(view);
  };
  return (
    <section className={css.view} aria-label={t('text.title')}>
      <header className={css.header}>
        <Braces size={15} strokeWidth={1.75} aria-hidden />
        <h2>{t('text.title')}</h2>
        {readOnly && <small>{t('text.readOnly')}</small>}
        <span className={css.gap} />
        <IconButton size="sm" icon={Search} label={t('text.search')} onPress={find} />
        <IconButton
          size="sm"
          icon={mode === 'only' ? Columns2 : Braces}
          label={t(mode === 'only' ? 'text.beside' : 'text.only')}
          onPress={() => setTextMode(mode === 'only' ? 'beside' : 'only')}
        />
        <IconButton size="sm" icon={X} label={t('text.close')} onPress={() => setTextMode('off')} />
      </header>
      <div ref={host} className={css.editor} />
      <BrokenBar documentId={documentId} goTo={(offset) => editor.current?.goTo({ from: offset, to: offset })} />
    </section>
  );
}

interface BarProps {
  readonly documentId: string;
  readonly goTo: (offset: number) => void;
}

/** What is wrong with the text, and where. */
function BrokenBar({ documentId, goTo }: BarProps) {
  const t = useT();
  const open = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId));
  const broken = open && isBroken(open) ? open.source.broken : undefined;
  return (
    <div className={css.bar} role="status" data-shown={broken !== undefined || undefined}>
      {open && broken && (
        <>
          <TriangleAlert size={15} strokeWidth={2} aria-hidden />
          <span className={css.words}>{brokenWords(textOf(open), broken, t)}</span>
          <Button size="sm" onPress={() => goTo(broken.offset)}>
            {t('text.goThere')}
          </Button>
        </>
      )}
    </div>
  );
}
