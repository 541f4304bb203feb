import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  ArrowLeftToLine,
  ArrowRightToLine,
  ArrowUpRight,
  ClipboardPaste,
  Copy,
  CopyPlus,
  FlagTriangleRight,
  FolderInput,
  FoldVertical,
  Link,
  ListChecks,
  LocateFixed,
  type LucideIcon,
  Maximize,
  PanelRight,
  PencilLine,
  Pin,
  Plus,
  Replace,
  Scan,
  Scissors,
  Search,
  Sparkles,
  StickyNote,
  Trash2,
  Undo2,
  UnfoldVertical,
  Unlink,
  WandSparkles,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { MessageKey } from '../../locales/index.ts';

/** What can be done on the drawing, by name, with its picture and its key there: for the menus, the command palette and the keyboard. */
interface ActName {
  readonly title: MessageKey;
  readonly icon: LucideIcon;
  /** As tinykeys reads it; it works while the drawing has the focus. */
  readonly keys?: string;
  /** Nothing of the document changes. */
  readonly onlyLooks?: true;
}

export const actNames = {
  add: { title: 'arrange.act.add', icon: Plus, keys: 'a' },
  addNote: { title: 'notes.add', icon: StickyNote, keys: 'n' },
  replace: { title: 'arrange.act.replace', icon: Replace, keys: 'r' },
  open: { title: 'canvas.menu.open', icon: PanelRight, keys: 'Enter', onlyLooks: true },
  rename: { title: 'canvas.menu.rename', icon: PencilLine, keys: 'F2' },
  connect: { title: 'arrange.act.connect', icon: Link, keys: 'c' },
  disconnect: { title: 'arrange.act.disconnect', icon: Unlink, keys: 'x' },
  line: { title: 'arrange.act.line', icon: ArrowUpRight, keys: 'l', onlyLooks: true },
  start: { title: 'canvas.menu.start', icon: FlagTriangleRight },
  addUndo: { title: 'canvas.menu.addUndo', icon: Undo2, keys: 'u' },
  earlier: { title: 'arrange.act.earlier', icon: ArrowLeftToLine, keys: '$mod+ArrowLeft' },
  later: { title: 'arrange.act.later', icon: ArrowRightToLine, keys: '$mod+ArrowRight' },
  moveTo: { title: 'arrange.act.moveTo', icon: FolderInput, keys: 'm' },
  fold: { title: 'arrange.act.fold', icon: FoldVertical, keys: 'f' },
  foldAll: { title: 'arrange.act.foldAll', icon: FoldVertical },
  unfoldAll: { title: 'arrange.act.unfoldAll', icon: UnfoldVertical },
  duplicate: { title: 'canvas.menu.duplicate', icon: CopyPlus, keys: '$mod+d' },
  copy: { title: 'canvas.menu.copy', icon: Copy, keys: '$mod+c', onlyLooks: true },
  cut: { title: 'arrange.act.cut', icon: Scissors, keys: '$mod+x' },
  paste: { title: 'canvas.menu.paste', icon: ClipboardPaste, keys: '$mod+v' },
  remove: { title: 'canvas.menu.remove', icon: Trash2, keys: 'Delete' },
  selectAll: { title: 'canvas.menu.selectAll', icon: ListChecks, keys: '$mod+a', onlyLooks: true },
  alignLeft: { title: 'arrange.act.alignLeft', icon: AlignStartVertical },
  alignCentre: { title: 'arrange.act.alignCentre', icon: AlignCenterVertical },
  alignRight: { title: 'arrange.act.alignRight', icon: AlignEndVertical },
  alignTop: { title: 'arrange.act.alignTop', icon: AlignStartHorizontal },
  alignMiddle: { title: 'arrange.act.alignMiddle', icon: AlignCenterHorizontal },
  alignBottom: { title: 'arrange.act.alignBottom', icon: AlignEndHorizontal },
  distributeAcross: { title: 'arrange.act.distributeAcross', icon: AlignHorizontalDistributeCenter },
  distributeDown: { title: 'arrange.act.distributeDown', icon: AlignVerticalDistributeCenter },
  tidy: { title: 'canvas.zoom.tidy', icon: WandSparkles, keys: 't' },
  tidySelection: { title: 'arrange.act.tidySelection', icon: Sparkles, keys: 'Shift+t' },
  placing: { title: 'arrange.act.placing', icon: Pin },
  direction: { title: 'arrange.act.direction', icon: ArrowUpRight },
  find: { title: 'arrange.act.find', icon: Search, keys: '$mod+f', onlyLooks: true },
  goTo: { title: 'arrange.act.goTo', icon: LocateFixed, keys: 'g', onlyLooks: true },
  fit: { title: 'canvas.zoom.fit', icon: Maximize, keys: 'Shift+1', onlyLooks: true },
  fitSelection: { title: 'arrange.act.fitSelection', icon: Scan, keys: 'Shift+2', onlyLooks: true },
  zoomIn: { title: 'canvas.zoom.in', icon: ZoomIn, keys: '+', onlyLooks: true },
  zoomOut: { title: 'canvas.zoom.out', icon: ZoomOut, keys: '-', onlyLooks: true },
  zoomTo100: { title: 'canvas.zoom.reset', icon: Maximize, keys: '$mod+0', onlyLooks: true },
} as const satisfies Readonly<Record<string, ActName>>;

export type ActId = keyof typeof actNames;

export const actIds = Object.keys(actNames) as readonly ActId[];

export const actName = (id: ActId): ActName => actNames[id];
