import { type Connection, type FinalConnectionState, type HandleType, useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { findDocument, isPort, type Origin, outlineOf, type Point, refusalOf } from '../document/index.ts';
import { translate as t } from '../locales/index.ts';
import { toast } from '../ui/index.ts';
import { originAfter } from './actions/add.ts';
import { connectSteps, disconnectSteps, reconnectFrom } from './actions/edit.ts';
import { aimOf, type Aim } from './aim.ts';
import { clearMarks } from './marks.ts';
import { originOf } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';
import type { OpenAdd } from './use-hot-state.ts';

type Pointer = MouseEvent | TouchEvent;

/**
 * Connecting by hand: from a port to anywhere on another step, or near it. In the open, a list of steps to go on with; where it cannot
 * be, the reason. Either end of a connection can be pulled to another step; let go in the open, it is removed.
 */
export function useConnecting(documentId: string, scene: Scene, openAdd: (add: OpenAdd) => void) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(() => {
    const aimAt = (event: Pointer, origin: Origin | null, reads: 'target' | 'source', end: string): Aim => {
      const zoom = flow.getZoom();
      const point = flow.screenToFlowPosition(pointOf(event), { snapToGrid: false });
      return aimOf(scene, outlineOf(findDocument(documentId)?.document ?? {}), { origin, reads, end }, point, zoom);
    };
    return {
      isValidConnection: (connection: Connection | CanvasEdge) => isAllowed(documentId, connection),
      onConnectEnd: (event: Pointer, { fromNode, fromHandle }: FinalConnectionState) => {
        const origin = originFrom(fromNode?.id, fromHandle?.id);
        clearMarks();
        if (!origin || fromHandle?.type !== 'source') return;
        const { step } = aimAt(event, origin, 'target', fromNode?.id ?? '');
        // Let go on its own card: the port was clicked, not dragged.
        if (step === null) openAdd({ target: { kind: 'origin', origin }, at: pointOf(event) });
        else connectAndTell(documentId, origin, step);
      },
      onReconnect: () => undefined,
      /** `stays` is the end that was not pulled. */
      onReconnectEnd: (event: Pointer, edge: CanvasEdge, stays: HandleType) => {
        const origin = originOf(edge.id);
        clearMarks();
        if (!origin) return;
        if (stays === 'target') {
          const { step } = aimAt(event, null, 'source', edge.target);
          if (step === edge.source) return;
          if (step === null) disconnectAndTell(documentId, origin);
          else pullSource(documentId, origin, step, edge.target);
          return;
        }
        const { step } = aimAt(event, origin, 'target', edge.source);
        if (step === edge.target) return;
        if (step === null) disconnectAndTell(documentId, origin);
        else connectAndTell(documentId, origin, step);
      },
    };
  }, [documentId, flow, scene, openAdd]);
}

function disconnectAndTell(documentId: string, origin: Origin): void {
  disconnectSteps(documentId, origin);
  toast(() => t('canvas.disconnected'));
}

export function connectAndTell(documentId: string, origin: Origin, target: string): void {
  if (!connectSteps(documentId, origin, target)) return;
  const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
  const label = (id: string): string => steps.get(id)?.label ?? id;
  toast(() =>
    origin.kind === 'start'
      ? t('canvas.started', { name: label(target) })
      : t('canvas.connected', { from: label(origin.step), to: label(target) }),
  );
}

/** From the same kind of port, where the other step has it and nothing leaves there yet; else from a free one. */
function pullSource(documentId: string, old: Origin, step: string, target: string): void {
  const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
  const entry = steps.get(step);
  const origin = entry && originAfter(entry);
  if (!origin) {
    toast(() => t('canvas.refused.noPort'), 'warn');
    return;
  }
  if (!reconnectFrom(documentId, old, origin, target)) return;
  const label = (id: string): string => steps.get(id)?.label ?? id;
  toast(() => t('canvas.connected', { from: label(step), to: label(target) }));
}

function isAllowed(documentId: string, { source, sourceHandle, target }: Connection | CanvasEdge): boolean {
  const origin = originFrom(source, sourceHandle);
  const open = findDocument(documentId);
  return origin !== null && open !== null && refusalOf(outlineOf(open.document), origin, target) === null;
}

export function originFrom(node: string | undefined, handle: string | null | undefined): Origin | null {
  if (node === undefined || typeof handle !== 'string') return null;
  return isPort(handle) ? { kind: 'step', step: node, port: handle } : null;
}

function pointOf(event: Pointer): Point {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}
