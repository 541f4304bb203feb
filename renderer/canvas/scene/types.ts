import type { Edge, Node } from '@xyflow/react';
import type { BlockKey, Direction, NoteColour, Positions } from '../../document/index.ts';
import type { EdgeHeatLook, StepHeatLook } from '../heat.ts';
import type { StepOverlay } from '../overlay.ts';
import type { GlyphName } from '../glyphs/glyphs.ts';
import type { Route } from '../layout/graph.ts';
import type { Size } from './geometry.ts';
import type { Lane } from './measure.ts';
import type { Pill } from './pills.ts';

/** What is wrong with a step, for its badge. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly count: number;
  /** The first of them. */
  readonly message: string;
}

interface Common extends Record<string, unknown> {
  readonly stepId: string;
  /** A run that is started here pauses before it. */
  readonly breakpoint: boolean;
  readonly label: string;
  readonly run: StepOverlay | null;
  /** How it fared over many runs, where that is looked at. */
  readonly heat?: StepHeatLook;
  readonly problem: Problem | null;
  readonly direction: Direction;
}

export interface StepData extends Common {
  readonly glyph: GlyphName;
  readonly activity: string | null;
  readonly summary: string;
  /** It holds steps, and is drawn without them. */
  readonly collapsed: boolean;
  readonly pills: readonly Pill[];
  /** Ports with the place where they leave the card. */
  readonly ports: readonly PortPlace[];
}

export interface PortPlace {
  readonly id: string;
  readonly side: 'right' | 'bottom' | 'left' | 'top';
  readonly x: number;
  readonly y: number;
  readonly kind: 'in' | 'out' | 'aside' | 'hidden';
  readonly isTarget: boolean;
  /** What leaves here, for a screen reader and a tooltip. */
  readonly label: string;
}

export type GroupTone = 'saga' | 'try' | 'parallel' | 'map';

export interface GroupData extends Common {
  readonly glyph: GlyphName;
  readonly tone: GroupTone;
  readonly detail: string;
  readonly pills: readonly Pill[];
  readonly ports: readonly PortPlace[];
  readonly pivotX: number | null;
  readonly isEmpty: boolean;
  /** The drawing is a view of this container: nothing leads to it or from it, and it does not move. */
  readonly isView: boolean;
  /** Where the title begins: to the right of a connection that comes in from above. */
  readonly titleX: number;
  readonly block: BlockKey;
}

export interface LaneData extends Record<string, unknown> {
  readonly lane: Lane;
  readonly owner: string;
  /** Of a branch, which of how many it is; null for a `finally`. */
  readonly place: { readonly index: number; readonly count: number } | null;
  readonly label: string;
  readonly isEmpty: boolean;
  readonly ports: readonly PortPlace[];
}

export interface UndoData extends Record<string, unknown> {
  readonly stepId: string;
  readonly label: string;
  /** When it runs among the undos of its saga; null when they run together, or outside a saga. */
  readonly order: number | null;
  /** It would not run: what comes before the failure that is looked at does not need it. */
  readonly isOut: boolean;
  readonly run: StepOverlay | null;
  readonly ports: readonly PortPlace[];
}

/** The lane under a saga in which its undos stand in their order. */
export interface BackData extends Record<string, unknown> {
  readonly saga: string;
  readonly label: string;
}

export type StepNodeType = Node<StepData, 'step'>;
export type GroupNodeType = Node<GroupData, 'frame'>;
export type LaneNodeType = Node<LaneData, 'lane'>;
export type UndoNodeType = Node<UndoData, 'undo'>;
export type BackNodeType = Node<BackData, 'back'>;
export interface NoteData extends Record<string, unknown> {
  readonly noteId: string;
  readonly text: string;
  readonly colour: NoteColour;
}

export type NoteNodeType = Node<NoteData, 'note'>;
export type StartNodeType = Node<{ readonly ports: readonly PortPlace[]; readonly taken: boolean }, 'start'>;
export type CanvasNode =
  | StepNodeType
  | GroupNodeType
  | LaneNodeType
  | UndoNodeType
  | BackNodeType
  | NoteNodeType
  | StartNodeType;

type WithoutPlace<T> = T extends unknown ? Omit<T, 'position'> : never;

/** What is drawn of a thing, wherever it is: one that only moved stays the same object. */
export type Drawn = WithoutPlace<CanvasNode>;

/** Where things are in what holds them, by their number. */
export interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface EdgeFacts {
  /** For a screen reader. */
  readonly spoken: string;
  /** `missing`: taken in runs, and not in the file. */
  readonly kind: 'flow' | 'entry' | 'catch' | 'undo' | 'back' | 'missing';
  readonly label: string | null;
  /** The label as an expression, for its tooltip. */
  readonly title: string | null;
  readonly state: 'plain' | 'taken' | 'notReached';
  /** Into a group that goes on inside: no arrow at the border. */
  readonly goesOn: boolean;
  /** The way the layout found, as long as both ends are where it left them. */
  readonly route: Route | null;
}

export interface FlowEdgeData extends EdgeFacts, Record<string, unknown> {
  readonly heat?: EdgeHeatLook;
  /** Its words lie above the line. */
  readonly wordsLayer: number;
}

export type CanvasEdge = Edge<FlowEdgeData, 'flow'>;

export interface Scene {
  readonly nodes: readonly Drawn[];
  readonly at: Places;
  readonly edges: readonly CanvasEdge[];
  readonly size: Size;
  /** The container it is the view of; null for the whole drawing. */
  readonly within: string | null;
  /** How far steps are drawn from their places, to make room for the way back. */
  readonly moved: Positions;
}

export const emptyScene: Scene = {
  nodes: [],
  at: { x: new Float64Array(), y: new Float64Array() },
  edges: [],
  size: { width: 0, height: 0 },
  within: null,
  moved: {},
};
