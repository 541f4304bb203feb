import type { ClipboardEvent } from 'react';
import { type Clip, findDocument, nothingSelected, parseClip, type Point } from '../document/index.ts';
import { translate as t } from '../locales/index.ts';
import { toast } from '../ui/index.ts';
import { clipOfSteps, paste, type PasteSpot } from './actions/copies.ts';
import { remove } from './actions/edit.ts';
import { blockAtPoint, edgeAt } from './hit.ts';
import { inset } from './inset.ts';
import { removeChosen } from './notes/actions.ts';
import { originOf } from './scene/ids.ts';
import type { Scene } from './scene/types.ts';

interface Where {
  readonly documentId: string;
  readonly readOnly: boolean;
  readonly scene: Scene;
  /** Where the pointer is on the page; null while it is not over the drawing. */
  readonly pointer: () => Point | null;
  readonly toDrawing: (page: Point) => Point;
}

/**
 * Copy, cut and paste as plain JSON: the browser's own events, so that every way to copy works. Pasted steps come where the pointer is:
 * on a connection they are inserted.
 */
export function clipboardHandlers(where: Where) {
  const { documentId, readOnly } = where;
  const copy = (event: ClipboardEvent): number => {
    const open = findDocument(documentId);
    const { steps, notes } = open?.selection ?? nothingSelected;
    if (steps.length + notes.length === 0 || isField(event.target)) return 0;
    event.clipboardData.setData('text/plain', JSON.stringify(clipOfSteps(documentId, steps, notes), null, 2));
    event.preventDefault();
    return steps.length + notes.length;
  };
  return {
    onCopy: (event: ClipboardEvent) => {
      const copied = copy(event);
      if (copied > 0) toast(() => t('canvas.copied', { count: copied }));
    },
    onCut: (event: ClipboardEvent) => {
      const copied = readOnly ? 0 : copy(event);
      if (copied > 0 && !removeChosen(documentId, 'cut'))
        remove(documentId, findDocument(documentId)?.selection.steps ?? [], 'cut');
    },
    onPaste: (event: ClipboardEvent) => {
      if (readOnly || isField(event.target)) return;
      const clip = parseClip(event.clipboardData.getData('text/plain'));
      event.preventDefault();
      if (clip) pasteAt(where, clip);
      else toast(() => t('canvas.badClipboard'), 'warn');
    },
  };
}

function pasteAt(where: Where, clip: Clip): void {
  const page = where.pointer();
  paste(where.documentId, clip, page && spotAt(where, page));
}

function spotAt({ scene, toDrawing }: Where, page: Point): PasteSpot {
  const point = toDrawing(page);
  const box = blockAtPoint(scene, point, () => false);
  const edge = edgeAt(page.x, page.y);
  const origin = edge === null ? null : originOf(edge);
  return {
    block: box.block,
    at: inset({ x: point.x - box.x, y: point.y - box.y }, box.block),
    origin,
  };
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName));
}
