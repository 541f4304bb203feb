import { lazy, type ReactNode, Suspense } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { OpenDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { cx } from '../ui/index.ts';
import { useTextView } from './text-view.ts';
import css from './WithText.module.css';

const TextView = lazy(async () => ({ default: (await import('./index.ts')).TextView }));

interface Props {
  readonly open: OpenDocument;
  readonly readOnly: boolean;
  readonly className: string | undefined;
  /** The drawing, and what floats over it. */
  readonly children: ReactNode;
}

/** The drawing alone, with the file's text beside it, or the text in its place. */
export function WithText({ open, readOnly, className, children }: Props) {
  const t = useT();
  const mode = useTextView((state) => state.mode);
  const panelIds = ['canvas', ...(mode === 'beside' ? ['text'] : [])];
  const layout = useDefaultLayout({ id: 'sagaloom.text', panelIds, storage: localStorage });
  const text = (
    <Suspense fallback={<p className={css.loading}>{t('text.loading')}</p>}>
      <TextView key={open.id} documentId={open.id} readOnly={readOnly} />
    </Suspense>
  );
  if (mode === 'only') return <div className={css.only}>{text}</div>;
  return (
    <Group className={css.group} orientation="horizontal" {...layout}>
      <Panel id="canvas" minSize={180}>
        <div className={cx(css.canvas, className)}>{children}</div>
      </Panel>
      {mode === 'beside' && <Separator className={css.separator} aria-label={t('text.resize')} />}
      {mode === 'beside' && (
        <Panel id="text" defaultSize="45%" minSize={240}>
          {text}
        </Panel>
      )}
    </Group>
  );
}
