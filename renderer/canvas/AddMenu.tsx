import { useRef } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { findDocument, outlineOf } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { useItemFinder } from '../palette/found.ts';
import type { PaletteItem } from '../palette/items.ts';
import { recentIds, used } from '../palette/recent.ts';
import { cx, Marked, searched } from '../ui/index.ts';
import { addItem } from './actions/add.ts';
import { replaceWith, sendToBlock } from './actions/edit.ts';
import { blocksFor } from './acts/run.ts';
import { focusAfterList } from './focus.ts';
import { Glyph } from './glyphs/Glyph.tsx';
import { glyphOf } from './glyphs/glyphs.ts';
import { type Pick, PickList } from './PickList.tsx';
import type { HotState, PickTarget } from './use-hot-state.ts';
import css from './AddMenu.module.css';

interface Props {
  readonly documentId: string;
  readonly state: HotState;
}

/** The steps there are (or the blocks), at the place where one is wanted. */
export function AddMenu({ documentId, state }: Props) {
  const t = useT();
  const anchor = useRef<HTMLDivElement>(null);
  const { add, openAdd } = state;
  const isMove = add?.target.kind === 'moveTo';
  const label = isMove ? t('arrange.moveTo.title') : t('canvas.add.title');
  return (
    <>
      <div ref={anchor} className={css.anchor} style={{ left: add?.at.x ?? 0, top: add?.at.y ?? 0 }} />
      <Popover
        triggerRef={anchor}
        isOpen={add !== null}
        onOpenChange={(isOpen) => {
          if (isOpen) return;
          openAdd(null);
          comeBack(documentId);
        }}
        placement="bottom start"
        offset={6}
        className={cx(css.popover)}
      >
        <Dialog aria-label={label} className={cx(css.dialog)}>
          {add && add.target.kind === 'moveTo' ? (
            <Blocks documentId={documentId} steps={add.target.steps} onDone={() => openAdd(null)} />
          ) : (
            add && <Steps documentId={documentId} target={add.target} onDone={() => openAdd(null)} />
          )}
        </Dialog>
      </Popover>
    </>
  );
}

function comeBack(documentId: string): void {
  const [step] = findDocument(documentId)?.selection.steps ?? [];
  focusAfterList(step ?? null);
}

interface StepsProps {
  readonly documentId: string;
  readonly target: PickTarget;
  readonly onDone: () => void;
}

function Steps({ documentId, target, onDone }: StepsProps) {
  const t = useT();
  const find = useItemFinder();
  const take = (item: PaletteItem): void => {
    const id = takeItem(documentId, item, target);
    if (id !== null) used('steps', item.id);
    onDone();
    if (id !== null) focusAfterList(id);
  };
  const picksFor = (sought: string): readonly Pick[] => {
    const recent = recentIds('steps').slice(0, shownRecent);
    const found = find(sought).filter(({ item: { activity } }) => (activity?.problem ?? null) === null);
    const first = found.filter(({ item: { id } }) => sought === '' && recent.includes(id));
    const sorted = first.toSorted((a, b) => recent.indexOf(a.item.id) - recent.indexOf(b.item.id));
    return [...sorted, ...found.filter((one) => !first.includes(one))].map(({ item, ranges }) => ({
      id: item.id,
      heading:
        sought !== ''
          ? ''
          : sorted.some((one) => one.item === item)
            ? t('arrange.pick.recent')
            : t(`palette.${item.group}`),
      label: <Marked text={item.label(t)} ranges={ranges} />,
      about: item.about(t),
      picture: <Glyph name={item.glyph} icon={item.activity?.icon} size="sm" />,
      take: () => take(item),
    }));
  };
  return (
    <PickList
      label={t('canvas.add.title')}
      placeholder={t('canvas.add.search')}
      none={t('canvas.add.none')}
      find={picksFor}
    />
  );
}

const shownRecent = 4;

/** The step that is there afterwards. */
function takeItem(documentId: string, item: PaletteItem, target: PickTarget): string | null {
  if (target.kind === 'replace') return replaceWith(documentId, target.step, item) ? target.step : null;
  return target.kind === 'moveTo' ? null : addItem(documentId, item, target);
}

interface BlocksProps {
  readonly documentId: string;
  readonly steps: readonly string[];
  readonly onDone: () => void;
}

/** The blocks of the workflow, by the names of what holds them. */
function Blocks({ documentId, steps, onDone }: BlocksProps) {
  const t = useT();
  const outline = outlineOf(findDocument(documentId)?.document ?? {});
  const find = (sought: string): readonly Pick[] => {
    const named = blocksFor(outline, steps).map((key) => {
      const owner = outline.steps.get(outline.blocks.get(key)?.owner ?? '');
      const name = outline.blocks.get(key)?.name ?? '';
      const text = owner ? (name === 'body' ? owner.label : `${owner.label} › ${name}`) : t('arrange.moveTo.top');
      return { key, text, owner };
    });
    return searched(named, sought, ({ text }) => text).map(({ item: { key, text, owner }, ranges }) => ({
      id: key,
      heading: '',
      label: <Marked text={text} ranges={ranges} />,
      about: owner ? t('arrange.moveTo.count', { count: outline.blocks.get(key)?.stepIds.length ?? 0 }) : '',
      picture: <Glyph name={owner ? glyphOf(owner.step) : 'child'} size="sm" />,
      take: () => {
        sendToBlock(documentId, steps, key);
        onDone();
        comeBack(documentId);
      },
    }));
  };
  return (
    <PickList
      label={t('arrange.moveTo.title')}
      placeholder={t('arrange.moveTo.search')}
      none={t('arrange.moveTo.none')}
      find={find}
    />
  );
}
