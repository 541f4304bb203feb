import { create } from 'zustand';
import {
  isHidden,
  type Origin,
  outlineOf,
  findDocument,
  type Port,
  portsOf,
  refusalOf,
  targetOf,
} from '../document/index.ts';
import { clearMarks, setMarks } from './marks.ts';

/** Connecting without a pointer: where from, and which step is meant among those it may lead to. */
export interface Linking {
  readonly documentId: string;
  readonly origin: Origin;
  readonly allowed: readonly string[];
  readonly target: string | null;
}

export const useLinking = create<{ readonly linking: Linking | null }>(() => ({ linking: null }));

export const linkingNow = (): Linking | null => useLinking.getState().linking;

/** False where nothing can be connected. */
export function startLinking(documentId: string, origin: Origin): boolean {
  const outline = outlineOf(findDocument(documentId)?.document ?? {});
  const allowed = [...outline.steps.keys()].filter(
    (id) => refusalOf(outline, origin, id) === null && !isHidden(outline, id),
  );
  if (allowed.length === 0) return false;
  const known = targetNow(documentId, origin);
  const target = known !== null && allowed.includes(known) ? known : (allowed[0] ?? null);
  show({ documentId, origin, allowed, target });
  return true;
}

function targetNow(documentId: string, origin: Origin): string | null {
  const outline = outlineOf(findDocument(documentId)?.document ?? {});
  if (origin.kind === 'start') return outline.blocks.get(origin.block)?.start ?? null;
  return targetOf(outline.steps.get(origin.step)?.step ?? {}, origin.port);
}

export function aimAt(target: string): void {
  const linking = linkingNow();
  if (linking) show({ ...linking, target });
}

/** The next of the ways out of the step. */
export function nextPort(): void {
  const linking = linkingNow();
  if (linking?.origin.kind !== 'step') return;
  const { step, port } = linking.origin;
  const entry = outlineOf(findDocument(linking.documentId)?.document ?? {}).steps.get(step);
  const ports: readonly Port[] = portsOf(entry?.step ?? {});
  const next = ports[(ports.indexOf(port) + 1) % Math.max(1, ports.length)];
  if (next !== undefined) startLinking(linking.documentId, { kind: 'step', step, port: next });
}

function show(linking: Linking): void {
  useLinking.setState({ linking });
  const from = linking.origin.kind === 'step' ? [linking.origin.step] : [];
  setMarks({ lit: new Set([...from, ...linking.allowed]), target: linking.target });
}

export function stopLinking(): void {
  if (linkingNow() === null) return;
  useLinking.setState({ linking: null });
  clearMarks();
}
