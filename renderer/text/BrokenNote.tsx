import { TriangleAlert } from 'lucide-react';
import type { OpenDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Button } from '../ui/index.ts';
import { showText, useTextView } from './text-view.ts';
import css from './BrokenNote.module.css';

/** Over a drawing that is not what the text says, for the text cannot be read. */
export function BrokenNote({ open }: { readonly open: OpenDocument }) {
  const t = useT();
  const isShown = useTextView(({ mode }) => mode !== 'off');
  const isDrawn = Object.keys(open.document).length > 0;
  return (
    <div className={css.note} role="note">
      <TriangleAlert size={15} strokeWidth={2} aria-hidden />
      <span>{isDrawn ? t('text.brokenDrawing') : `${t('text.brokenFile')}. ${t('text.brokenFileText')}`}</span>
      {!isShown && (
        <Button size="sm" onPress={showText}>
          {t('text.showText')}
        </Button>
      )}
    </div>
  );
}
