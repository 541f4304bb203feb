import {
  CircleDot,
  CopyPlus,
  Maximize2,
  PencilLine,
  Plus,
  Redo2,
  StickyNote,
  Trash2,
  Undo2,
  UnfoldVertical,
} from 'lucide-react';
import { memo, useRef } from 'react';
import { Popover } from 'react-aria-components';
import {
  breakpointsOf,
  editWords,
  findDocument,
  isComposite,
  isEffectful,
  noteColours,
  outlineOf,
  toggleBreakpoints,
} from '../document/index.ts';
import { type Translate, useT } from '../locales/index.ts';
import { cx, Menu, type MenuEntry } from '../ui/index.ts';
import { addBranch } from './actions/add.ts';
import { toggleFinally } from './actions/branches.ts';
import { redoEdit, undoEdit } from './actions/travel.ts';
import { type ActId, actName } from './acts/names.ts';
import { act, type ActContext, whyNot } from './acts/run.ts';
import { keysLabel } from '../shell/keys.ts';
import { colourNotes, duplicateNotes, removeChosen } from './notes/actions.ts';
import { editNote } from './notes/editing.ts';
import { hasUndo } from './scene/measure.ts';
import { showWithin, withinOf } from './within/within.ts';
import css from './CanvasMenu.module.css';

interface Props {
  readonly context: ActContext;
}

/** What can be done with what was clicked with the other button. */
export const CanvasMenu = memo(function CanvasMenu({ context }: Props) {
  const t = useT();
  const anchor = useRef<HTMLDivElement>(null);
  const { menu, closeMenu } = context.hot;
  const entries = menu ? entriesFor(context, t) : [];
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
        aria-label={t('canvas.menu.label')}
      >
        <Menu label={t('canvas.menu.label')} entries={entries} onClose={closeMenu} />
      </Popover>
    </>
  );
});

const separator = (id: string): MenuEntry => ({ id, separator: true });

/** What is possible; what is not is left out, so that the list stays short. */
function entriesFor(context: ActContext, t: Translate): readonly MenuEntry[] {
  const about = context.hot.menu?.about;
  if (about?.kind === 'note') return context.readOnly ? [] : noteEntries(context, t);
  const groups = about?.kind === 'edge' ? edgeActs : about?.kind === 'steps' ? stepActs(context) : canvasActs;
  const lists = groups.map((ids) =>
    ids.filter((id) => whyNot(id, context) === null).map((id) => entry(id, context, t)),
  );
  const travel = about?.kind === 'canvas' ? travelEntries(context, t) : [];
  const own = about?.kind === 'steps' && lists.length > 0 ? ownEntries(context, t) : [];
  const filled = [...lists.slice(0, 1), own, ...lists.slice(1), travel].filter((list) => list.length > 0);
  return filled.flatMap((list, index) => (index === 0 ? list : [separator(`line-${index}`), ...list]));
}

const edgeActs: readonly (readonly ActId[])[] = [['add', 'connect'], ['remove']];
const canvasActs: readonly (readonly ActId[])[] = [
  ['add', 'addNote', 'paste'],
  ['selectAll', 'find', 'goTo'],
  ['tidy', 'placing', 'direction', 'foldAll', 'unfoldAll', 'fit'],
];

function stepActs(context: ActContext): readonly (readonly ActId[])[] {
  const { steps } = findDocument(context.documentId)?.selection ?? { steps: [] };
  if (steps.length > 1) {
    return [
      ['alignLeft', 'alignCentre', 'alignRight', 'alignTop', 'alignMiddle', 'alignBottom'],
      ['distributeAcross', 'distributeDown', 'tidySelection'],
      ['moveTo', 'duplicate', 'copy', 'cut', 'fitSelection'],
      ['remove'],
    ];
  }
  const entry = outlineOf(findDocument(context.documentId)?.document ?? {}).steps.get(steps[0] ?? '');
  const isGroup = entry !== undefined && isComposite(entry.type);
  const isUndoable = entry !== undefined && isEffectful(entry.type) && !hasUndo(entry);
  return [
    ['open', 'rename', 'replace'],
    [
      'add',
      'connect',
      'start',
      ...(isGroup ? (['fold', 'tidySelection'] as const) : []),
      ...(isUndoable ? (['addUndo'] as const) : []),
    ],
    ['earlier', 'later', 'moveTo'],
    ['duplicate', 'copy', 'cut'],
    ['remove'],
  ];
}

function entry(id: ActId, context: ActContext, t: Translate): MenuEntry {
  const { title, icon, keys } = actName(id);
  const isEdge = context.hot.menu?.about.kind === 'edge';
  const folded = id === 'fold' && isFolded(context);
  const label =
    id === 'fold'
      ? t(folded ? 'canvas.group.expand' : 'canvas.group.collapse')
      : isEdge && id === 'add'
        ? t('canvas.menu.insert')
        : isEdge && id === 'remove'
          ? t('canvas.menu.disconnect')
          : t(title);
  return {
    id,
    label,
    icon: folded ? UnfoldVertical : icon,
    ...(keys === undefined ? {} : { shortcut: keysLabel(keys) }),
    ...(id === 'remove' ? { danger: true } : {}),
    // The menu goes first, and gives the focus back; then a list may open.
    onAction: () => setTimeout(() => act(id, context)),
  };
}

function isFolded({ documentId }: ActContext): boolean {
  const open = findDocument(documentId);
  return outlineOf(open?.document ?? {}).steps.get(open?.selection.steps[0] ?? '')?.collapsed === true;
}

/** What runs of it look at: breakpoints; and a container as a view of its own. */
function ownEntries({ documentId, readOnly }: ActContext, t: Translate): readonly MenuEntry[] {
  const open = findDocument(documentId);
  const steps = open?.selection.steps ?? [];
  const [only] = steps;
  const found = steps.length === 1 ? outlineOf(open?.document ?? {}).steps.get(only ?? '') : undefined;
  const canEnter = only !== undefined && isComposite(found?.type) && withinOf(documentId) !== only;
  const hasBreak = steps.every((step) => breakpointsOf(documentId).includes(step));
  return [
    ...(canEnter
      ? [
          {
            id: 'enter',
            label: t('lanes.enter'),
            icon: Maximize2,
            shortcut: keysLabel('Alt+Enter'),
            onAction: () => void showWithin(documentId, only),
          },
        ]
      : []),
    ...(!readOnly && only !== undefined && found?.type === 'parallel'
      ? [{ id: 'branch', label: t('canvas.group.addBranch'), icon: Plus, onAction: () => addBranch(documentId, only) }]
      : []),
    ...(!readOnly && only !== undefined && found?.type === 'try'
      ? [
          {
            id: 'finally',
            label: t(found.blocks.length > 1 ? 'lanes.finally.remove' : 'lanes.finally.add'),
            icon: Plus,
            onAction: () => toggleFinally(documentId, only),
          },
        ]
      : []),
    ...(readOnly || steps.length === 0
      ? []
      : [
          {
            id: 'breakpoint',
            label: t(hasBreak ? 'breakpoints.remove' : 'breakpoints.set'),
            icon: CircleDot,
            shortcut: 'F9',
            onAction: () => void toggleBreakpoints(documentId, steps),
          },
        ]),
  ];
}

function noteEntries({ documentId }: ActContext, t: Translate): readonly MenuEntry[] {
  const { notes } = findDocument(documentId)?.selection ?? { notes: [] };
  const [first = ''] = notes;
  return [
    {
      id: 'write',
      label: t('notes.write'),
      icon: PencilLine,
      shortcut: 'Enter',
      onAction: () => setTimeout(() => editNote(documentId, first)),
    },
    {
      id: 'copy',
      label: t('canvas.menu.duplicate'),
      icon: CopyPlus,
      shortcut: keysLabel('$mod+d'),
      onAction: () => duplicateNotes(documentId, notes),
    },
    separator('colours'),
    ...noteColours.map((colour) => ({
      id: colour,
      label: t(`notes.colour.${colour}`),
      icon: StickyNote,
      onAction: () => colourNotes(documentId, notes, colour),
    })),
    separator('all'),
    {
      id: 'remove',
      label: t('notes.remove'),
      icon: Trash2,
      shortcut: keysLabel('Delete'),
      danger: true,
      onAction: () => void removeChosen(documentId),
    },
  ];
}

/** Each with what it undoes. */
function travelEntries({ documentId, readOnly }: ActContext, t: Translate): readonly MenuEntry[] {
  const { done = [], undone = [] } = findDocument(documentId)?.history ?? {};
  const [last, next] = [done.at(-1), undone[0]];
  if (readOnly) return [];
  return [
    ...(last
      ? [
          {
            id: 'undoEdit',
            label: t('shell.withEdit', { verb: t('shell.undo'), edit: editWords(last.label, t) }),
            icon: Undo2,
            shortcut: keysLabel('$mod+z'),
            onAction: () => undoEdit(documentId),
          },
        ]
      : []),
    ...(next
      ? [
          {
            id: 'redoEdit',
            label: t('shell.withEdit', { verb: t('shell.redo'), edit: editWords(next.label, t) }),
            icon: Redo2,
            shortcut: keysLabel('$mod+Shift+z'),
            onAction: () => redoEdit(documentId),
          },
        ]
      : []),
  ];
}
