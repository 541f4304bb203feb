import { CornerDownRight, FileJson, Search } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useT } from '../../locales/index.ts';
import { cx, Kbd, Marked } from '../../ui/index.ts';
import type { Template } from '../files/templates/templates.ts';
import { useTemplates } from '../files/templates/use-templates.ts';
import { type Entry, entriesFor } from './entries.ts';
import { closeCommandPalette, useCommandPalette } from './palette-state.ts';
import css from './CommandPalette.module.css';

export function CommandPalette() {
  const t = useT();
  const { isOpen, text } = useCommandPalette();
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      className={css.overlay ?? ''}
      onOpenChange={(open) => {
        if (!open) closeCommandPalette();
      }}
    >
      <Modal className={css.modal ?? ''}>
        <Dialog className={css.dialog ?? ''} aria-label={t('shell.palette.title')}>
          <Entries typedFirst={text} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Entries({ typedFirst }: { readonly typedFirst: string }) {
  const t = useT();
  const [typed, setTyped] = useState(typedFirst);
  const [index, setIndex] = useState(0);
  const templates = useTemplates() ?? noTemplates;
  const entries = useMemo(() => entriesFor(typed, t, templates), [typed, t, templates]);
  const current = entries[Math.min(index, entries.length - 1)];
  const take = (entry: Entry | undefined): void => {
    if (!entry?.isPossible) return;
    closeCommandPalette();
    // The palette closes first and gives the focus back: a command may open a dialog of its own.
    setTimeout(entry.run, closedMs);
  };
  const go = (to: number): void => {
    const next = (to + entries.length) % Math.max(1, entries.length);
    setIndex(next);
    document.querySelector(`#palette-entry-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') go(index + 1);
    else if (event.key === 'ArrowUp') go(index - 1);
    else if (event.key === 'PageDown') go(Math.min(entries.length - 1, index + 8));
    else if (event.key === 'PageUp') go(Math.max(0, index - 8));
    else if (event.key === 'Enter') take(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={css.field}>
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type in
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls="palette-entries"
          aria-activedescendant={current ? `palette-entry-${entries.indexOf(current)}` : undefined}
          aria-label={t('shell.palette.placeholder')}
          className={css.input}
          placeholder={t('arrange.palette.placeholder')}
          value={typed}
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="palette-entries" role="listbox" aria-label={t('shell.palette.title')} className={css.menu}>
        {entries.map((entry, at) => (
          <Row
            key={entry.id}
            entry={entry}
            at={at}
            isCurrent={entry === current}
            hasHeading={
              entry.group !== entries[at - 1]?.group && entry.isPossible === (entries[at - 1]?.isPossible ?? true)
            }
            onPoint={() => setIndex(at)}
            onTake={() => take(entry)}
          />
        ))}
      </div>
      {entries.length === 0 && <p className={css.none}>{t('shell.palette.none')}</p>}
      <p className="visually-hidden" role="status">
        {t('arrange.pick.count', { count: entries.length })}
      </p>
    </>
  );
}

const noTemplates: readonly Template[] = [];

/** The palette has let go of the focus by then. */
const closedMs = 30;

interface RowProps {
  readonly entry: Entry;
  readonly at: number;
  readonly isCurrent: boolean;
  readonly hasHeading: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}

function Row({ entry, at, isCurrent, hasHeading, onPoint, onTake }: RowProps) {
  const t = useT();
  const { icon, group, text, ranges, note, keys, isPossible } = entry;
  const Icon = icon ?? (group === 'steps' ? CornerDownRight : FileJson);
  return (
    <>
      {hasHeading && (
        <div className={css.heading} role="presentation">
          {t(`arrange.palette.${group}`)}
        </div>
      )}
      {/* The field keeps the focus and has the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <div
        id={`palette-entry-${at}`}
        role="option"
        tabIndex={-1}
        aria-selected={isCurrent}
        aria-disabled={!isPossible || undefined}
        className={cx(css.item)}
        onPointerMove={onPoint}
        onClick={onTake}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden />
        <span className={css.text}>
          <Marked text={text} ranges={ranges} />
        </span>
        {note !== '' && <small className={css.note}>{note}</small>}
        {keys !== null && <Kbd>{keys}</Kbd>}
      </div>
    </>
  );
}
