import type { ClipboardEvent } from 'react';
import { clipOf, findDocument, parseClip } from '../document/index.ts';
import { translate as t } from '../locales/index.ts';
import { toast } from '../ui/index.ts';
import { paste, remove } from './actions/edit.ts';

/** Copy, cut and paste as plain JSON: the browser's own events, so that every way to copy works. */
export function clipboardHandlers(documentId: string, readOnly: boolean) {
  const copy = (event: ClipboardEvent): readonly string[] => {
    const open = findDocument(documentId);
    if (!open || open.selection.steps.length === 0 || isField(event.target)) return [];
    event.clipboardData.setData('text/plain', JSON.stringify(clipOf(open.document, open.selection.steps), null, 2));
    event.preventDefault();
    return open.selection.steps;
  };
  return {
    onCopy: (event: ClipboardEvent) => {
      const copied = copy(event);
      if (copied.length > 0) toast(t('canvas.copied', { count: copied.length }));
    },
    onCut: (event: ClipboardEvent) => {
      const copied = readOnly ? [] : copy(event);
      if (copied.length > 0) remove(documentId, copied);
    },
    onPaste: (event: ClipboardEvent) => {
      if (readOnly || isField(event.target)) return;
      const clip = parseClip(event.clipboardData.getData('text/plain'));
      event.preventDefault();
      if (clip) paste(documentId, clip);
      else toast(t('canvas.badClipboard'), 'warn');
    },
  };
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName));
}
