import type { KeyboardEvent } from 'react';
import { focusNode } from './focus.ts';
import { aimAt, linkingNow, nextPort, stopLinking } from './linking.ts';
import { neighbour, type Way } from './neighbour.ts';
import type { Scene } from './scene/types.ts';
import { connectAndTell } from './use-connecting.ts';

/** While connecting by keyboard: arrows choose among the steps it may lead to, Tab takes another way out, Enter connects. */
export function linkingKey(event: KeyboardEvent, scene: Scene): boolean {
  const linking = linkingNow();
  if (!linking) return false;
  const { allowed, target, origin, documentId } = linking;
  const from = origin.kind === 'step' ? origin.step : null;
  if (event.key.startsWith('Arrow')) {
    const chosen = neighbour(scene, target ?? from, event.key as Way, (step) => allowed.includes(step));
    if (chosen !== null) aimAt(chosen);
    return true;
  }
  if (event.key === 'Tab') {
    nextPort();
    return true;
  }
  if (event.key === 'Enter' && target !== null) connectAndTell(documentId, origin, target);
  if (event.key === 'Enter' || event.key === 'Escape') {
    stopLinking();
    if (from !== null) focusNode(from);
  }
  return true;
}
