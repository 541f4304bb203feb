import { useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { useFoundItems } from '../palette/found.ts';
import type { PaletteItem } from '../palette/items.ts';
import { cx } from '../ui/index.ts';
import { addItem } from './actions/add.ts';
import { Glyph } from './glyphs/Glyph.tsx';
import { focusNode, type HotState } from './use-hot-state.ts';
import css from './AddMenu.module.css';

/** The steps there are, at the place where one is wanted: type to find, arrows and Enter to take. */
export function AddMenu({ documentId, state }: { readonly documentId: string; readonly state: HotState }) {
  const t = useT();
  const anchor = useRef<HTMLDivElement>(null);
  const { add, openAdd } = state;
  const take = (item: PaletteItem): void => {
    const id = add && addItem(documentId, item, add.target);
    openAdd(null);
    if (id !== null) setTimeout(() => focusNode(id), 60);
  };
  return (
    <>
      <div ref={anchor} className={css.anchor} style={{ left: add?.at.x ?? 0, top: add?.at.y ?? 0 }} />
      <Popover
        triggerRef={anchor}
        isOpen={add !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) openAdd(null);
        }}
        placement="bottom start"
        offset={6}
        className={cx(css.popover)}
      >
        <Dialog aria-label={t('canvas.add.title')} className={cx(css.dialog)}>
          <ItemList onTake={take} />
        </Dialog>
      </Popover>
    </>
  );
}

function ItemList({ onTake }: { readonly onTake: (item: PaletteItem) => void }) {
  const t = useT();
  const [sought, setSought] = useState('');
  const [index, setIndex] = useState(0);
  const items = useFoundItems(sought).filter(({ activity }) => (activity?.problem ?? null) === null);
  const current = items[Math.min(index, items.length - 1)];
  return (
    <>
      <input
        // It opened because a step is wanted: typing finds it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className={css.search}
        role="combobox"
        aria-expanded
        aria-controls="add-items"
        aria-activedescendant={current ? `add-${current.id}` : undefined}
        aria-label={t('canvas.add.search')}
        placeholder={t('canvas.add.search')}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setIndex((now) => Math.max(0, Math.min(items.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
          }
          if (event.key === 'Enter' && current) {
            event.preventDefault();
            onTake(current);
          }
        }}
      />
      <div id="add-items" role="listbox" aria-label={t('canvas.add.title')} className={css.items}>
        {items.map((item) => (
          <div
            key={item.id}
            id={`add-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={item === current}
            className={css.item}
            title={item.about(t)}
            onPointerMove={() => setIndex(items.indexOf(item))}
            onClick={() => onTake(item)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onTake(item);
            }}
          >
            <Glyph name={item.glyph} icon={item.activity?.icon} size="sm" />
            {item.label(t)}
          </div>
        ))}
        {items.length === 0 && <p className={css.none}>{t('canvas.add.none')}</p>}
      </div>
    </>
  );
}
