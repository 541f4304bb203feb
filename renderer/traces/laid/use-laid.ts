import { useMemo } from 'react';
import { overlayOf } from '../../canvas/overlay.ts';
import type { OpenDocument } from '../../document/index.ts';
import { useLaidTrace } from './laid.ts';
import { runOfSpans } from './run-of-spans.ts';

/** What lies over the drawing in front, as the canvas shows it. */
export function useLaidOut(open: OpenDocument | null) {
  const laid = useLaidTrace();
  const document = open?.document ?? null;
  return useMemo(() => {
    if (!laid || !document) return null;
    const out = runOfSpans(laid.columns, document);
    return { laid, out, overlay: overlayOf(out.run, document) };
  }, [laid, document]);
}
