import { select } from '../document/index.ts';

/** The focus on the drawing, by what is drawn. */
export function focusNode(step: string): void {
  requestAnimationFrame(() => {
    const node = nodeElement(step);
    if (node instanceof HTMLElement) node.focus({ preventScroll: true });
  });
}

/** Chooses a connection and puts the focus on it. */
export function focusEdge(documentId: string, edge: string): void {
  select(documentId, { edge });
  requestAnimationFrame(() => {
    const line = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(edge)}"]`);
    if (line instanceof SVGElement) line.focus({ preventScroll: true });
  });
}

export function focusDrawing(): void {
  document.querySelector<HTMLElement>('[data-drawing]')?.focus({ preventScroll: true });
}

/** Below a step on the page; of one that is not drawn, in the drawing. */
export function placeOnPage(step: string): { readonly x: number; readonly y: number } {
  const shown = nodeElement(step)?.getBoundingClientRect();
  if (shown) return { x: shown.left, y: Math.min(shown.bottom, shown.top + 60) };
  const frame = document.querySelector('[data-drawing]')?.getBoundingClientRect();
  return { x: (frame?.left ?? 0) + (frame?.width ?? 400) / 2 - 150, y: (frame?.top ?? 0) + 80 };
}

function nodeElement(step: string): Element | null {
  return document.querySelector(`.react-flow__node[data-id="${CSS.escape(step)}"]`);
}
