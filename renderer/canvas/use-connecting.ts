import type { Connection, FinalConnectionState, HandleType } from '@xyflow/react';
import { useMemo } from 'react';
import { findDocument, isPort, type Origin, outlineOf, refusalOf } from '../document/index.ts';
import { translate as t } from '../locales/index.ts';
import { toast } from '../ui/index.ts';
import { connectSteps, disconnectSteps } from './actions/edit.ts';
import { stepAt } from './hit.ts';
import { originOf } from './scene/ids.ts';
import type { CanvasEdge } from './scene/types.ts';
import type { OpenAdd } from './use-hot-state.ts';

type Pointer = MouseEvent | TouchEvent;

/**
 * Connecting by hand: from a port to anywhere on another step. In the open, a list of steps to go on with; where it cannot be, the
 * reason. A connection pulled off its end and dropped is removed.
 */
export function useConnecting(documentId: string, openAdd: (add: OpenAdd) => void) {
  return useMemo(
    () => ({
      isValidConnection: (connection: Connection | CanvasEdge) => isAllowed(documentId, connection),
      onConnectEnd: (event: Pointer, { fromNode, fromHandle }: FinalConnectionState) => {
        const origin = originFrom(fromNode?.id, fromHandle?.id);
        if (origin && fromHandle?.type === 'source') finish(documentId, origin, pointOf(event), openAdd);
      },
      onReconnect: () => undefined,
      onReconnectEnd: (event: Pointer, edge: CanvasEdge, _end: HandleType) => {
        const origin = originOf(edge.id);
        const target = stepUnder(documentId, event);
        if (!origin || target === edge.target) return;
        if (target === null) disconnectSteps(documentId, origin);
        else connect(documentId, origin, target);
      },
    }),
    [documentId, openAdd],
  );
}

function finish(
  documentId: string,
  origin: Origin,
  at: { readonly x: number; readonly y: number },
  openAdd: (add: OpenAdd) => void,
): void {
  const target = targetUnder(documentId, at);
  // Let go on its own card: the port was clicked, not dragged.
  if (target === null || (origin.kind === 'step' && target === origin.step))
    openAdd({ target: { kind: 'origin', origin }, at });
  else connect(documentId, origin, target);
}

function connect(documentId: string, origin: Origin, target: string): void {
  if (!connectSteps(documentId, origin, target)) return;
  const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
  const label = (id: string): string => steps.get(id)?.label ?? id;
  const words =
    origin.kind === 'start'
      ? t('canvas.started', { name: label(target) })
      : t('canvas.connected', { from: label(origin.step), to: label(target) });
  toast(words);
}

function isAllowed(documentId: string, { source, sourceHandle, target }: Connection | CanvasEdge): boolean {
  const origin = originFrom(source, sourceHandle);
  const open = findDocument(documentId);
  return origin !== null && open !== null && refusalOf(outlineOf(open.document), origin, target) === null;
}

function originFrom(node: string | undefined, handle: string | null | undefined): Origin | null {
  return node !== undefined && typeof handle === 'string' && isPort(handle)
    ? { kind: 'step', step: node, port: handle }
    : null;
}

function pointOf(event: Pointer): { readonly x: number; readonly y: number } {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

function stepUnder(documentId: string, event: Pointer): string | null {
  return targetUnder(documentId, pointOf(event));
}

function targetUnder(documentId: string, { x, y }: { readonly x: number; readonly y: number }): string | null {
  const open = findDocument(documentId);
  return open && stepAt(x, y, outlineOf(open.document));
}
