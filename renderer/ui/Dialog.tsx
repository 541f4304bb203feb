import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';
import css from './Dialog.module.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Name of the close button. */
  readonly closeLabel: string;
  /** The buttons, right-aligned; the main one last. */
  readonly footer?: ReactNode;
  readonly width?: 'sm' | 'md' | 'lg';
  /** `alertdialog` for a question that must be answered. */
  readonly role?: 'dialog' | 'alertdialog';
  /** What is in it comes and goes while one works: it keeps its height, so that no button moves away under the pointer. */
  readonly isSteady?: boolean;
  /** Nothing in it takes the focus: the text does itself, so that the keyboard can scroll it. */
  readonly isText?: boolean;
  readonly children: ReactNode;
}

export function Dialog({
  title,
  isOpen,
  onClose,
  closeLabel,
  footer,
  width = 'md',
  role = 'dialog',
  isSteady = false,
  isText = false,
  children,
}: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role === 'dialog'}
      className={cx(css.overlay)}
    >
      <Modal className={cx(css.modal, css[width])}>
        <AriaDialog role={role} className={cx(css.dialog, isSteady && css.steady)}>
          <header className={css.header}>
            <Heading slot="title" className={cx(css.title)}>
              {title}
            </Heading>
            <IconButton label={closeLabel} icon={X} onPress={onClose} />
          </header>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see isText */}
          <div className={css.body} {...(isText ? { tabIndex: 0 } : {})}>
            {children}
          </div>
          {footer && <footer className={css.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
