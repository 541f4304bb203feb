import { createContext, useContext } from 'react';
import type { BlockKey, Origin } from '../document/index.ts';

/** What the pointer is about to do, and what nodes ask of the canvas: the few things the drawing itself does not say. */
export interface Hot {
  readonly documentId: string;
  readonly readOnly: boolean;
  /** The block something would fall into. */
  readonly block: BlockKey | null;
  /** The connection something would be inserted on. */
  readonly edge: string | null;
  /** The step something would come after. */
  readonly after: string | null;
  /** The step whose name is being typed. */
  readonly renaming: string | null;
  readonly rename: (step: string, name: string | null) => void;
  /** Opens the list of steps at a place on the page. */
  readonly addAt: (target: AddTarget, at: { readonly x: number; readonly y: number }) => void;
  /** Opens the undo of a step in the inspector. */
  readonly openUndo: (step: string) => void;
  /** Shows the run of a child. */
  readonly openRun: (runId: string) => void;
  /** Shows a container as a view of its own. */
  readonly enter: (step: string) => void;
  /** A run pauses before the step, or no longer does. */
  readonly toggleBreakpoint: (step: string) => void;
  /** Draws a group without what it holds, or with it again. */
  readonly collapse: (step: string, collapsed: boolean) => void;
}

export type AddTarget =
  | { readonly kind: 'origin'; readonly origin: Origin }
  | { readonly kind: 'block'; readonly block: BlockKey }
  | { readonly kind: 'branch'; readonly step: string };

const idle: Hot = {
  documentId: '',
  readOnly: true,
  block: null,
  edge: null,
  after: null,
  renaming: null,
  rename: () => undefined,
  addAt: () => undefined,
  openUndo: () => undefined,
  collapse: () => undefined,
  openRun: () => undefined,
  enter: () => undefined,
  toggleBreakpoint: () => undefined,
};

export const HotContext = createContext<Hot>(idle);
export const useHot = (): Hot => useContext(HotContext);
