import { Search, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { activityUnverified } from '../activities/index.ts';
import { addItem, naturalTarget } from '../canvas/actions/add.ts';
import { groundBlock } from '../canvas/within/within.ts';
import { Glyph } from '../canvas/glyphs/Glyph.tsx';
import { findDocument, useDocuments } from '../document/index.ts';
import { type Translate, translate, useT } from '../locales/index.ts';
import { cx, Kbd, toast } from '../ui/index.ts';
import { useFoundItems } from './found.ts';
import { dragType, type PaletteItem, setDraggedItem } from './items.ts';
import searchBox from '../ui/search-box.module.css';
import css from './Palette.module.css';

const groups = ['work', 'own', 'flow', 'saga'] as const satisfies readonly PaletteItem['group'][];

/** The steps there are: to be dragged onto the drawing, or added after the selected step with Enter or a double click. */
export function Palette() {
  const t = useT();
  const [sought, setSought] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const found = useFoundItems(sought);
  const searchField = useSearchKey();
  const documentId = useDocuments((state) => state.activeId);
  const usable = found.filter((item) => !isBroken(item));
  const current = usable.find(({ id }) => id === active) ?? (sought === '' ? null : (usable[0] ?? null));
  const move = (by: number): void => {
    const index = current ? usable.indexOf(current) : -1;
    setActive(usable[Math.min(usable.length - 1, Math.max(0, index + by))]?.id ?? null);
  };
  const add = (item: PaletteItem | null): void => {
    if (item && documentId !== null) addAfterSelection(documentId, item);
  };
  return (
    <div className={css.palette}>
      <div className={searchBox.search}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          ref={searchField}
          type="search"
          role="combobox"
          aria-expanded
          aria-controls="palette-items"
          aria-activedescendant={current ? `palette-${current.id}` : undefined}
          aria-label={t('palette.search')}
          placeholder={t('palette.search')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              move(event.key === 'ArrowDown' ? 1 : -1);
            }
            if (event.key === 'Enter') {
              add(current);
              setSought('');
            }
            if (event.key === 'Escape') {
              setSought('');
              event.currentTarget.blur();
            }
          }}
        />
        <Kbd>/</Kbd>
      </div>
      <div id="palette-items" role="listbox" aria-label={t('palette.label')} className={css.items}>
        {sought === '' ? (
          groups.map((group) => <PaletteGroup key={group} group={group} items={found} current={current} onAdd={add} />)
        ) : (
          <PaletteGroup group={null} items={found} current={current} onAdd={add} />
        )}
      </div>
      {found.length === 0 && <p className={css.none}>{t('palette.none')}</p>}
    </div>
  );
}

interface GroupProps {
  /** Null for all that was found, the best first. */
  readonly group: PaletteItem['group'] | null;
  readonly items: readonly PaletteItem[];
  readonly current: PaletteItem | null;
  readonly onAdd: (item: PaletteItem) => void;
}

function PaletteGroup({ group, items, current, onAdd }: GroupProps) {
  const t = useT();
  const held = group === null ? items : items.filter((item) => item.group === group);
  if (held.length === 0) return null;
  return (
    <div role="group" aria-label={group === null ? t('palette.label') : t(`palette.${group}`)}>
      {group !== null && (
        <div role="presentation" className={css.heading}>
          {t(`palette.${group}`)}
        </div>
      )}
      {held.map((item) => (
        <div
          key={item.id}
          id={`palette-${item.id}`}
          role="option"
          tabIndex={0}
          aria-selected={item === current}
          aria-disabled={isBroken(item) || undefined}
          draggable={!isBroken(item)}
          className={cx(css.item, item === current && css.current)}
          title={tipOf(item, t)}
          onDragStart={(event) => {
            setDraggedItem(item);
            event.dataTransfer.setData(dragType, item.id);
            event.dataTransfer.effectAllowed = 'copy';
          }}
          onDragEnd={() => setDraggedItem(null)}
          onClick={({ detail }) => {
            if (detail <= 1 && !isBroken(item)) onAdd(item); // a double click, as elsewhere, adds one as well
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !isBroken(item)) onAdd(item);
            const next = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const;
            if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
            const sibling = event.currentTarget[next[event.key]];
            event.preventDefault();
            if (sibling instanceof HTMLElement) sibling.focus();
          }}
        >
          <Glyph name={item.glyph} icon={item.activity?.icon} size="sm" />
          <span className={css.name}>{item.label(t)}</span>
          <ItemMark item={item} />
        </div>
      ))}
    </div>
  );
}

/** It cannot be run as it is: it is shown for its problem, and not to be taken. */
const isBroken = ({ activity }: PaletteItem): boolean => (activity?.problem ?? null) !== null;

/** What keeps a person from relying on it: it does not load, or was never tried against the real thing. */
function ItemMark({ item: { activity } }: { readonly item: PaletteItem }) {
  const t = useT();
  if (activity === null) return null;
  if (activity.problem !== null)
    return <TriangleAlert className={css.bad} size={13} aria-label={t('palette.broken')} />;
  return activity.unverified === null ? null : <span className={css.mark}>{t('palette.unverified')}</span>;
}

function tipOf({ activity, about }: PaletteItem, t: Translate): string {
  const more = [activity?.problem, activity && activityUnverified(activity, t)].filter(
    (text) => typeof text === 'string',
  );
  return [about(t), ...more, t('palette.hint')].join('\n');
}

function addAfterSelection(documentId: string, item: PaletteItem): void {
  const open = findDocument(documentId);
  if (!open || open.readOnly) return;
  addItem(documentId, item, naturalTarget(open.document, open.selection.steps, groundBlock(documentId)));
  toast(() => translate('palette.added', { name: item.label(translate) }));
}

/** `/` goes to the search from anywhere but a field. */
function useSearchKey() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return field;
}
