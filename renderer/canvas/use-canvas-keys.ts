import { type KeyboardEvent, useCallback } from 'react';
import { findDocument, select } from '../document/index.ts';
import { translate as t } from '../locales/index.ts';
import { toast } from '../ui/index.ts';
import { duplicate, disconnectSteps, redoEdit, remove, selectAll, undoEdit } from './actions/edit.ts';
import { neighbour, type Way } from './neighbour.ts';
import { originOf } from './scene/ids.ts';
import type { Scene } from './scene/types.ts';
import { focusNode, type HotState } from './use-hot-state.ts';
import type { View } from './use-view.ts';
import { leave, showWithin } from './within/within.ts';

interface Context {
  readonly documentId: string;
  readonly scene: Scene;
  readonly view: View;
  readonly hot: HotState;
  readonly readOnly: boolean;
}

/** The keyboard on the drawing. What a key does here goes no further. */
export function useCanvasKeys(context: Context) {
  const { documentId, scene, view, hot, readOnly } = context;
  return useCallback(
    (event: KeyboardEvent<HTMLDivElement>) => {
      if (
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role="dialog"], [role="menu"]')
      )
        return;
      if (!onCanvas(event.target)) return;
      const did =
        look(event, { documentId, scene, view, hot, readOnly }) ||
        (!readOnly && change(event, { documentId, scene, view, hot, readOnly }));
      if (!did) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [documentId, scene, view, hot, readOnly],
  );
}

/** Buttons on the canvas keep their own keys. */
function onCanvas(target: EventTarget): boolean {
  return target instanceof Element && !target.closest('button:not(.react-flow__node button)');
}

const isArrow = (key: string): key is Way => key.startsWith('Arrow');

function look(event: KeyboardEvent, { documentId, scene, view }: Context): boolean {
  const { steps } = findDocument(documentId)?.selection ?? { steps: [] };
  const at = focusedStep(event.target) ?? steps.at(-1) ?? null;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (isArrow(event.key) && !hasModifier)
    return goTo(neighbour(scene, at, event.key), event.shiftKey, documentId, view);
  if ((event.key === 'Enter' || event.key === ' ') && at !== null && !hasModifier)
    return open(at, event.key, documentId, view);
  if (event.key === 'Escape') return outwards(documentId, steps.length);
  if (event.key === 'Enter' && event.altKey && at !== null) return showWithin(documentId, at);
  if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) return (selectAll(documentId), true);
  if (event.key === '0' && (event.ctrlKey || event.metaKey)) return (view.zoomTo100(), true);
  if (event.key === '1' && event.shiftKey) return (view.fit(), true);
  return false;
}

/** First what is selected is let go, then the container that is shown alone. */
function outwards(documentId: string, selected: number): boolean {
  if (selected === 0 && leave(documentId)) return true;
  select(documentId, {});
  return true;
}

function open(step: string, key: string, documentId: string, view: View): boolean {
  select(documentId, { steps: [step] });
  if (key === 'Enter') view.openInspector(step);
  return true;
}

function goTo(step: string | null, keep: boolean, documentId: string, view: View): boolean {
  if (step === null) return true;
  const before = findDocument(documentId)?.selection.steps ?? [];
  select(documentId, { steps: keep ? [...before.filter((id) => id !== step), step] : [step] });
  view.bring(step);
  focusNode(step);
  return true;
}

function change(event: KeyboardEvent, { documentId, hot }: Context): boolean {
  const { steps, edge } = findDocument(documentId)?.selection ?? { steps: [], edge: null };
  const focusedEdge = focusedEdgeOf(event.target) ?? edge;
  const ctrl = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (event.key === 'Delete' || event.key === 'Backspace') return removeSelected(documentId, steps, focusedEdge);
  if (event.key === 'F2' && steps.length === 1) return (hot.startRenaming(steps[0] ?? null), true);
  if (event.key === 'Enter' && focusedEdge !== null) return insertOn(focusedEdge, event.target, hot);
  if (ctrl && key === 'z') return ((event.shiftKey ? redoEdit : undoEdit)(documentId), true);
  if (ctrl && key === 'y') return (redoEdit(documentId), true);
  if (ctrl && key === 'd') return (duplicate(documentId, steps), true);
  return false;
}

function removeSelected(documentId: string, steps: readonly string[], edge: string | null): boolean {
  if (steps.length > 0) {
    remove(documentId, steps);
    toast(t('canvas.removed', { count: steps.length }));
    return true;
  }
  const origin = edge === null ? null : originOf(edge);
  if (!origin) return false;
  disconnectSteps(documentId, origin);
  toast(t('canvas.disconnected'));
  return true;
}

function insertOn(edge: string, target: EventTarget, hot: HotState): boolean {
  const origin = originOf(edge);
  if (!origin || !(target instanceof Element)) return false;
  const { left, top, width, height } = target.getBoundingClientRect();
  hot.openAdd({ target: { kind: 'origin', origin }, at: { x: left + width / 2, y: top + height / 2 } });
  return true;
}

function focusedStep(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('.react-flow__node')?.getAttribute('data-id') ?? null) : null;
}

function focusedEdgeOf(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('.react-flow__edge')?.getAttribute('data-id') ?? null) : null;
}
