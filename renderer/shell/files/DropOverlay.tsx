import { FileDown } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { useFileDrag } from './file-drag.ts';
import css from './DropOverlay.module.css';

/** While files are held over the window: what becomes of them. */
export function DropOverlay() {
  const t = useT();
  const isOver = useFileDrag((state) => state.isOver);
  if (!isOver) return null;
  return (
    <div className={css.overlay}>
      <p>
        <FileDown size={18} strokeWidth={1.75} aria-hidden />
        {t('traces.import.dropWindow')}
      </p>
    </div>
  );
}
