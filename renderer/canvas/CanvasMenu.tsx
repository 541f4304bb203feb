import {
  ArrowRight,
  CircleDot,
  ClipboardPaste,
  Copy,
  CopyPlus,
  FlagTriangleRight,
  FoldVertical,
  ListChecks,
  Maximize2,
  PanelRight,
  PencilLine,
  Plus,
  Trash2,
  Undo2,
  UnfoldVertical,
  Unlink,
  WandSparkles,
} from 'lucide-react';
import { useRef } from 'react';
import { Popover } from 'react-aria-components';
import {
  breakpointsOf,
  clipOf,
  editDocument,
  findDocument,
  findStep,
  isComposite,
  isEffectful,
  outlineOf,
  parseClip,
  reveal,
  toggleBreakpoints,
  writeAt,
} from '../document/index.ts';
import { type Translate, useT } from '../locales/index.ts';
import { cx, Menu, type MenuEntry, toast } from '../ui/index.ts';
import { originAfter } from './actions/add.ts';
import { collapse } from './actions/collapse.ts';
import { disconnectSteps, duplicate, paste, remove, selectAll, startWith, tidy } from './actions/edit.ts';
import { originOf } from './scene/ids.ts';
import { hasUndo } from './scene/measure.ts';
import type { HotState } from './use-hot-state.ts';
import type { View } from './use-view.ts';
import { groundBlock, showWithin, withinOf } from './within/within.ts';
import css from './CanvasMenu.module.css';

interface Props {
  readonly documentId: string;
  readonly state: HotState;
  readonly view: View;
  readonly readOnly: boolean;
}

/** What can be done with what was clicked with the other button. */
export function CanvasMenu({ documentId, state, view, readOnly }: Props) {
  const t = useT();
  const anchor = useRef<HTMLDivElement>(null);
  const { menu, closeMenu } = state;
  const entries = menu ? entriesFor({ documentId, state, view, readOnly }, t) : [];
  return (
    <>
      <div ref={anchor} className={css.anchor} style={{ left: menu?.at.x ?? 0, top: menu?.at.y ?? 0 }} />
      <Popover
        triggerRef={anchor}
        isOpen={menu !== null && entries.length > 0}
        onOpenChange={(isOpen) => {
          if (!isOpen) closeMenu();
        }}
        placement="bottom start"
        offset={2}
        className={cx(css.popover)}
      >
        <Menu label={t('canvas.menu.label')} entries={entries} onClose={closeMenu} />
      </Popover>
    </>
  );
}

function entriesFor(props: Props, t: Translate): readonly MenuEntry[] {
  const { state, readOnly } = props;
  const about = state.menu?.about;
  if (about?.kind === 'edge') return readOnly ? [] : edgeEntries(about.id, props, t);
  if (about?.kind === 'steps') return readOnly ? [openEntry(props, t)] : stepEntries(props, t);
  return readOnly ? [] : canvasEntries(props, t);
}

const separator = (id: string): MenuEntry => ({ id, separator: true });

function openEntry({ documentId, view }: Props, t: Translate): MenuEntry {
  const step = findDocument(documentId)?.selection.steps[0] ?? '';
  return {
    id: 'open',
    label: t('canvas.menu.open'),
    icon: PanelRight,
    shortcut: 'Enter',
    onAction: () => view.openInspector(step),
  };
}

function stepEntries(props: Props, t: Translate): readonly MenuEntry[] {
  const { documentId, state } = props;
  const open = findDocument(documentId);
  const steps = open?.selection.steps ?? [];
  const outline = outlineOf(open?.document ?? {});
  const entry = outline.steps.get(steps[0] ?? '');
  if (!open || !entry) return [];
  const isStart = outline.blocks.get(entry.block)?.start === entry.id;
  const origin = originAfter(entry);
  const at = state.menu?.at ?? { x: 0, y: 0 };
  const one: readonly MenuEntry[] = [
    openEntry(props, t),
    {
      id: 'rename',
      label: t('canvas.menu.rename'),
      icon: PencilLine,
      shortcut: 'F2',
      onAction: () => state.startRenaming(entry.id),
    },
    {
      id: 'after',
      label: t('canvas.menu.addAfter'),
      icon: Plus,
      disabled: origin === null,
      onAction: () => {
        if (origin) state.openAdd({ target: { kind: 'origin', origin }, at });
      },
    },
    {
      id: 'start',
      label: t('canvas.menu.start'),
      icon: FlagTriangleRight,
      disabled: isStart,
      onAction: () => startWith(documentId, entry.id),
    },
    ...(isComposite(entry.type) && withinOf(documentId) !== entry.id
      ? [
          {
            id: 'enter',
            label: t('lanes.enter'),
            icon: Maximize2,
            shortcut: 'Alt Enter',
            onAction: () => void showWithin(documentId, entry.id),
          },
          {
            id: 'collapse',
            label: t(entry.collapsed ? 'canvas.group.expand' : 'canvas.group.collapse'),
            icon: entry.collapsed ? UnfoldVertical : FoldVertical,
            onAction: () => collapse(documentId, entry.id, !entry.collapsed),
          },
        ]
      : []),
    ...(isEffectful(entry.type) && !hasUndo(entry)
      ? [{ id: 'undo', label: t('canvas.menu.addUndo'), icon: Undo2, onAction: () => addUndo(documentId, entry.id) }]
      : []),
    {
      id: 'breakpoint',
      label: t(breakpointsOf(documentId).includes(entry.id) ? 'breakpoints.remove' : 'breakpoints.set'),
      icon: CircleDot,
      shortcut: 'F9',
      onAction: () => void toggleBreakpoints(documentId, steps),
    },
    separator('one'),
  ];
  return [
    ...(steps.length === 1 ? one : []),
    {
      id: 'duplicate',
      label: t('canvas.menu.duplicate'),
      icon: CopyPlus,
      shortcut: 'Ctrl D',
      onAction: () => duplicate(documentId, steps),
    },
    {
      id: 'copy',
      label: t('canvas.menu.copy'),
      icon: Copy,
      shortcut: 'Ctrl C',
      onAction: () => void copy(documentId, steps, t),
    },
    separator('all'),
    {
      id: 'remove',
      label: t('canvas.menu.remove'),
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      onAction: () => remove(documentId, steps),
    },
  ];
}

function edgeEntries(id: string, { documentId, state }: Props, t: Translate): readonly MenuEntry[] {
  const origin = originOf(id);
  const at = state.menu?.at ?? { x: 0, y: 0 };
  if (!origin) return [];
  return [
    {
      id: 'insert',
      label: t('canvas.menu.insert'),
      icon: ArrowRight,
      onAction: () => state.openAdd({ target: { kind: 'origin', origin }, at }),
    },
    separator('all'),
    {
      id: 'disconnect',
      label: t('canvas.menu.disconnect'),
      icon: Unlink,
      shortcut: 'Del',
      danger: true,
      onAction: () => disconnectSteps(documentId, origin),
    },
  ];
}

function canvasEntries({ documentId, state }: Props, t: Translate): readonly MenuEntry[] {
  const at = state.menu?.at ?? { x: 0, y: 0 };
  return [
    {
      id: 'add',
      label: t('canvas.add.here'),
      icon: Plus,
      onAction: () => state.openAdd({ target: { kind: 'block', block: groundBlock(documentId) }, at }),
    },
    {
      id: 'paste',
      label: t('canvas.menu.paste'),
      icon: ClipboardPaste,
      shortcut: 'Ctrl V',
      onAction: () => void pasteFromClipboard(documentId, t),
    },
    separator('all'),
    {
      id: 'selectAll',
      label: t('canvas.menu.selectAll'),
      icon: ListChecks,
      shortcut: 'Ctrl A',
      onAction: () => selectAll(documentId),
    },
    { id: 'tidy', label: t('canvas.menu.tidy'), icon: WandSparkles, onAction: () => tidy(documentId) },
  ];
}

function addUndo(documentId: string, step: string): void {
  const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
  editDocument(documentId, { kind: 'set', name: steps.get(step)?.label ?? step }, (draft) => {
    const found = findStep(draft, step);
    if (found) writeAt(found.step, ['compensate'], { activity: 'http', with: { method: 'POST', url: '' } });
  });
  reveal(documentId, step, '/compensate');
}

async function copy(documentId: string, steps: readonly string[], t: Translate): Promise<void> {
  const document = findDocument(documentId)?.document ?? {};
  await navigator.clipboard.writeText(JSON.stringify(clipOf(document, steps), null, 2));
  toast(t('canvas.copied', { count: steps.length }));
}

async function pasteFromClipboard(documentId: string, t: Translate): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => '');
  const clip = parseClip(text);
  if (clip) paste(documentId, clip);
  else toast(t('canvas.badClipboard'), 'warn');
}
