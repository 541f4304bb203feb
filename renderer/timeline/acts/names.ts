import {
  ArrowDownToLine,
  BoxSelect,
  ChevronDown,
  ChevronUp,
  CircleAlert,
  Download,
  FoldHorizontal,
  Link,
  ListCollapse,
  ListFilter,
  ListTree,
  Map as MapIcon,
  Maximize,
  PanelRight,
  Route,
  Rows3,
  Search,
  Table2,
  UnfoldVertical,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { ActName } from '../../shell/acts.ts';

/** What can be done on a timeline. */
export const actNames = {
  zoomIn: { title: 'timeline.zoomIn', icon: ZoomIn, keys: '+' },
  zoomOut: { title: 'timeline.zoomOut', icon: ZoomOut, keys: '-' },
  fit: { title: 'timeline.fit', icon: Maximize, keys: '0' },
  zoomToRow: { title: 'timeline.zoomToRow', icon: ArrowDownToLine, keys: 'z' },
  zoomToBox: { title: 'timeline.zoomToBox', icon: BoxSelect, keys: 'b' },
  nextError: { title: 'timeline.nextError', icon: CircleAlert, keys: 'e' },
  previousError: { title: 'timeline.previousError', icon: CircleAlert, keys: 'Shift+e' },
  find: { title: 'timeline.find', icon: Search, keys: 'f' },
  nextMatch: { title: 'timeline.nextMatch', icon: ChevronDown, keys: 'n' },
  previousMatch: { title: 'timeline.previousMatch', icon: ChevronUp, keys: 'Shift+n' },
  onlyMatches: { title: 'timeline.onlyMatches', icon: ListFilter },
  critical: { title: 'timeline.showCritical', icon: Route, keys: 'c' },
  waits: { title: 'timeline.foldWaits', icon: FoldHorizontal, keys: 'w' },
  foldAll: { title: 'timeline.foldAll', icon: ListCollapse, keys: '{' },
  foldTwo: { title: 'timeline.foldTwo', icon: ListCollapse },
  unfoldAll: { title: 'timeline.unfoldAll', icon: UnfoldVertical, keys: '}' },
  lanes: { title: 'timeline.asLanes', icon: Rows3, keys: '1' },
  tree: { title: 'timeline.asTree', icon: ListTree, keys: '2' },
  steps: { title: 'timeline.asSteps', icon: ListCollapse, keys: '3' },
  details: { title: 'timeline.showDetails', icon: PanelRight, keys: 'Enter' },
  table: { title: 'timeline.showTable', icon: Table2, keys: 't' },
  overview: { title: 'timeline.showOverview', icon: MapIcon, keys: 'm' },
  link: { title: 'timeline.copyLink', icon: Link },
  png: { title: 'timeline.exportPng', icon: Download },
  svg: { title: 'timeline.exportSvg', icon: Download },
  otlp: { title: 'timeline.exportOtlp', icon: Download },
} as const satisfies Readonly<Record<string, ActName>>;

export type ActId = keyof typeof actNames;

export const actIds = Object.keys(actNames) as readonly ActId[];

export const actName = (id: ActId): ActName => actNames[id];
