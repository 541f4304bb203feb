import { type MouseEvent, useCallback, useMemo, useState } from 'react';
import { type BlockKey, outlineOf, findDocument, reveal, select, toggleBreakpoints } from '../document/index.ts';
import { collapse } from './actions/collapse.ts';
import { renameLabel } from './actions/edit.ts';
import { focusNode } from './focus.ts';
import type { AddTarget, Hot } from './hot.ts';
import { noteIdOf, originOf } from './scene/ids.ts';
import { showWithin } from './within/within.ts';

export interface PagePoint {
  readonly x: number;
  readonly y: number;
}

/** A list of steps that is open at a place on the page. */
export interface OpenAdd {
  readonly target: PickTarget;
  readonly at: PagePoint;
}

/** Where a step is added, which one becomes another, or which go to another block. */
export type PickTarget =
  | AddTarget
  | { readonly kind: 'replace'; readonly step: string }
  | { readonly kind: 'moveTo'; readonly steps: readonly string[] };

export type MenuAbout =
  | { readonly kind: 'steps' }
  | { readonly kind: 'edge'; readonly id: string }
  | { readonly kind: 'note'; readonly id: string }
  | { readonly kind: 'canvas' };

export interface OpenMenu {
  readonly about: MenuAbout;
  readonly at: PagePoint;
}

export interface DropTarget {
  readonly block: BlockKey | null;
  readonly edge: string | null;
  /** The step it would come after. */
  readonly after: string | null;
}

export interface HotState {
  readonly setTarget: (target: DropTarget | null) => void;
  readonly startRenaming: (step: string | null) => void;
  readonly add: OpenAdd | null;
  readonly openAdd: (add: OpenAdd | null) => void;
  readonly menu: OpenMenu | null;
  readonly openMenu: (event: MouseEvent) => void;
  /** By the keyboard: about what has the focus. */
  readonly openMenuAt: (target: EventTarget, at: PagePoint) => void;
  readonly closeMenu: () => void;
}

const noTarget: DropTarget = { block: null, edge: null, after: null };

export function useHotState(
  documentId: string,
  readOnly: boolean,
  openRun: (runId: string) => void,
): readonly [Hot, HotState] {
  const [target, setTargetState] = useState<DropTarget>(noTarget);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [add, openAdd] = useState<OpenAdd | null>(null);
  const setTarget = useCallback((wanted: DropTarget | null) => {
    const next = wanted ?? noTarget;
    setTargetState((now) =>
      now.block === next.block && now.edge === next.edge && now.after === next.after ? now : next,
    );
  }, []);
  const { menu, openMenu, openMenuAt, closeMenu } = useMenu(documentId);
  const hot = useMemo(
    (): Hot => ({
      ...target,
      documentId,
      readOnly,
      renaming: readOnly ? null : renaming,
      rename: (step, name) => {
        setRenaming(null);
        if (name !== null) renameLabel(documentId, step, name);
        focusNode(step);
      },
      addAt: (to, at) => {
        if (!readOnly) openAdd({ target: to, at });
      },
      openUndo: (step) => reveal(documentId, step, '/compensate'),
      enter: (step) => void showWithin(documentId, step),
      toggleBreakpoint: (step) => void toggleBreakpoints(documentId, [step]),
      collapse: (step, collapsed) => {
        if (!readOnly) collapse(documentId, step, collapsed);
      },
      openRun,
    }),
    [documentId, readOnly, renaming, target, openRun],
  );
  const state = useMemo(
    (): HotState => ({
      setTarget,
      startRenaming: setRenaming,
      add,
      openAdd,
      menu,
      openMenu,
      openMenuAt,
      closeMenu,
    }),
    [setTarget, add, menu, openMenu, openMenuAt, closeMenu],
  );
  return [hot, state];
}

/** The menu of what was clicked with the other button, or has the focus. */
function useMenu(documentId: string) {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const openMenuAt = useCallback(
    (element: EventTarget, at: PagePoint): boolean => {
      const about = aboutOf(documentId, element);
      if (about !== null) setMenu({ about, at });
      return about !== null;
    },
    [documentId],
  );
  const openMenu = useCallback(
    (event: MouseEvent) => {
      if (openMenuAt(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault();
    },
    [openMenuAt],
  );
  const closeMenu = useCallback(() => setMenu(null), []);
  return { menu, openMenu, openMenuAt, closeMenu };
}

/** What was clicked with the other button; a step that is not selected yet becomes the selection. */
function aboutOf(documentId: string, element: EventTarget): MenuAbout | null {
  if (!(element instanceof Element) || element.closest('input, [role="menu"], [role="dialog"]')) return null;
  const open = findDocument(documentId);
  const node = element.closest('.react-flow__node')?.getAttribute('data-id');
  if (open && node !== null && node !== undefined && outlineOf(open.document).steps.has(node)) {
    if (!open.selection.steps.includes(node)) select(documentId, { steps: [node] });
    return { kind: 'steps' };
  }
  const note = node == null ? null : noteIdOf(node);
  if (note !== null) {
    if (!open?.selection.notes.includes(note)) select(documentId, { notes: [note] });
    return { kind: 'note', id: note };
  }
  const edge = element.closest('.react-flow__edge')?.getAttribute('data-id');
  if (edge !== null && edge !== undefined && originOf(edge)) {
    select(documentId, { edge });
    return { kind: 'edge', id: edge };
  }
  if (element.closest('.react-flow__nodesselection')) return { kind: 'steps' };
  return element.closest('.react-flow, [data-drawing]') ? { kind: 'canvas' } : null;
}
