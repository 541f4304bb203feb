import { lazy, Suspense } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { findDocument } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { titleOf } from '../shell/files/files.ts';
import { cx } from '../ui/index.ts';
import { closeDiff, useDiff } from './diff-state.ts';
import css from './DiffHost.module.css';

const DiffView = lazy(async () => ({ default: (await import('./DiffView.tsx')).DiffView }));

/** Over the whole window; Escape leads back to the drawing. */
export function DiffHost() {
  const t = useT();
  const comparing = useDiff((state) => state.comparing);
  const open = comparing && findDocument(comparing.documentId);
  return (
    <ModalOverlay
      isOpen={comparing !== null}
      className={cx(css.overlay)}
      onOpenChange={(open) => {
        if (!open) closeDiff();
      }}
    >
      <Modal className={cx(css.modal)}>
        <Dialog className={cx(css.dialog)} aria-label={t('diff.title', { name: open ? titleOf(open) : '' })}>
          <Suspense>{comparing && <DiffView documentId={comparing.documentId} version={comparing.version} />}</Suspense>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
