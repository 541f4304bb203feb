import { type KeyboardEvent, useCallback } from 'react';
import { findDocument, nothingSelected, outlineOf, portsOf, select, targetOf } from '../document/index.ts';
import { nudge } from './actions/place.ts';
import { redoEdit, undoEdit } from './actions/travel.ts';
import { type ActContext, act } from './acts/run.ts';
import { actPressed } from './acts/pressed.ts';
import { focusEdge, focusNode, placeOnPage } from './focus.ts';
import { linkingKey } from './linking-keys.ts';
import { linkingNow } from './linking.ts';
import { neighbour, type Way } from './neighbour.ts';
import { noteKeys } from './notes/keys.ts';
import { edgeId, noteIdOf, originOf } from './scene/ids.ts';
import type { Scene } from './scene/types.ts';
import { leave, showWithin } from './within/within.ts';

interface Context extends ActContext {
  readonly scene: Scene;
}

/** The keyboard on the drawing. What a key does here goes no further. */
export function useCanvasKeys(context: Context) {
  return useCallback(
    (event: KeyboardEvent<HTMLDivElement>) => {
      if (!isForDrawing(event.target)) return;
      const did = linkingNow()
        ? linkingKey(event, context.scene)
        : noteKeys(event, context.documentId, context.readOnly) ||
          look(event, context) ||
          travel(event, context) ||
          pressed(event, context);
      if (!did) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [context],
  );
}

/** Fields, menus and buttons on the canvas keep their own keys. */
function isForDrawing(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, [role="dialog"], [role="menu"], [role="listbox"]')) return false;
  return !target.closest('button:not(.react-flow__node button)');
}

const isArrow = (key: string): key is Way => key.startsWith('Arrow');

function look(event: KeyboardEvent, context: Context): boolean {
  const { documentId, scene, view, hot } = context;
  const { steps, edge, notes } = findDocument(documentId)?.selection ?? nothingSelected;
  const line = focusedEdge(event.target) ?? (steps.length === 0 ? edge : null);
  const at = focusedStep(event.target) ?? steps.at(-1) ?? null;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (isArrow(event.key) && event.altKey && !event.ctrlKey && !event.metaKey) return nudgeBy(event, context, steps);
  if (isArrow(event.key) && !hasModifier && line !== null) return alongLine(line, event.key, context);
  if (isArrow(event.key) && !hasModifier) return goTo(neighbour(scene, at, event.key), event.shiftKey, context);
  if (event.key === 'l' && !hasModifier && line !== null) return otherLine(line, context);
  if (event.key === 'Enter' && line !== null && !hasModifier) return (act('add', withEdge(context, line)), true);
  if (event.key === ' ' && at !== null && !hasModifier) return (toggle(documentId, at, event.shiftKey), true);
  if (event.key === 'Enter' && at !== null && !hasModifier) {
    select(documentId, { steps: [at] });
    view.openInspector(at);
    return true;
  }
  if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    hot.openMenuAt(event.target, placeOnPage(at ?? ''));
    return true;
  }
  if (event.key === 'Enter' && event.altKey && at !== null) return showWithin(documentId, at);
  if (event.key === 'Escape') return outwards(documentId, steps.length + notes.length + (edge === null ? 0 : 1));
  return false;
}

/** First what is selected is let go, then the container that is shown alone. */
function outwards(documentId: string, selected: number): boolean {
  if (selected === 0 && leave(documentId)) return true;
  select(documentId, {});
  return true;
}

/** A key meant for a connection finds it chosen. */
function withEdge(context: Context, edge: string): Context {
  select(context.documentId, { edge });
  return context;
}

function toggle(documentId: string, step: string, keep: boolean): void {
  const before = findDocument(documentId)?.selection.steps ?? [];
  const others = before.filter((id) => id !== step);
  if (!keep) select(documentId, { steps: [step] });
  else select(documentId, { steps: before.includes(step) ? others : [...others, step] });
}

function goTo(step: string | null, keep: boolean, { documentId, view }: Context): boolean {
  if (step === null) return true;
  const before = findDocument(documentId)?.selection.steps ?? [];
  const note = noteIdOf(step);
  if (note === null) select(documentId, { steps: keep ? [...before.filter((id) => id !== step), step] : [step] });
  else select(documentId, { notes: [note] });
  view.bring(step);
  focusNode(step);
  return true;
}

/** From a connection to the step it leads to, or comes from. */
function alongLine(line: string, way: Way, context: Context): boolean {
  const edge = context.scene.edges.find(({ id }) => id === line);
  const isOn = way === 'ArrowRight' || way === 'ArrowDown';
  const { steps } = outlineOf(findDocument(context.documentId)?.document ?? {});
  const step = isOn ? edge?.target : edge?.source;
  return goTo(step !== undefined && steps.has(step) ? step : null, false, context);
}

/** The next of the connections that leave the same step. */
function otherLine(line: string, { documentId }: Context): boolean {
  const origin = originOf(line);
  if (origin?.kind !== 'step') return true;
  const entry = outlineOf(findDocument(documentId)?.document ?? {}).steps.get(origin.step);
  const used = portsOf(entry?.step ?? {}).filter((port) => targetOf(entry?.step ?? {}, port) !== null);
  const next = used[(used.indexOf(origin.port) + 1) % used.length];
  if (next !== undefined) focusEdge(documentId, edgeId(origin.step, next));
  return true;
}

/** In px; with Shift, finely. */
const coarse = 8;
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const;

function nudgeBy(event: KeyboardEvent, { documentId, readOnly }: Context, steps: readonly string[]): boolean {
  if (readOnly || steps.length === 0 || !isArrow(event.key)) return true;
  const [x, y] = ways[event.key];
  const by = event.shiftKey ? 1 : coarse;
  nudge(documentId, steps, { x: x * by, y: y * by });
  return true;
}

function travel(event: KeyboardEvent, { documentId, readOnly }: Context): boolean {
  if (readOnly || !(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === 'z') return ((event.shiftKey ? redoEdit : undoEdit)(documentId), true);
  if (key === 'y') return (redoEdit(documentId), true);
  return false;
}

/** Copy, cut and paste are the browser's own events (`clipboard.ts`). */
const ofBrowser: ReadonlySet<string> = new Set(['copy', 'cut', 'paste']);

function pressed(event: KeyboardEvent, context: Context): boolean {
  const id = actPressed(event);
  if (id === null || ofBrowser.has(id)) return false;
  const line = focusedEdge(event.target);
  const step = focusedStep(event.target);
  const { steps } = findDocument(context.documentId)?.selection ?? { steps: [] };
  if (line !== null) select(context.documentId, { edge: line });
  else if (step !== null && steps.length === 0) select(context.documentId, { steps: [step] });
  act(id, context);
  return true;
}

function focusedStep(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('.react-flow__node')?.getAttribute('data-id') ?? null) : null;
}

function focusedEdge(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('.react-flow__edge')?.getAttribute('data-id') ?? null) : null;
}
