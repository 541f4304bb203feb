import { select } from '../document/index.ts';

/** Each wish for the focus ends the one before. */
let wish = 0;

/** A new step is drawn only once it is laid out, in a worker, and a list that closes gives the focus back where it came from. */
const patienceMs = 4_000;
const steadyFrames = 4;

/** What closes gives the focus back where it came from: so long after that it is taken. */
const closingMs = 60;

/** The focus on a step, as soon as it is drawn; until the person does something else. */
export function focusNode(step: string): void {
  focusOn(() => nodeElement(step), 0);
}

/** The same where a list is just closing; null: on the drawing. */
export function focusAfterList(step: string | null): void {
  focusOn(() => (step === null ? drawingElement() : nodeElement(step)), closingMs);
}

function focusOn(find: () => Element | null, delayMs: number): void {
  wish += 1;
  const mine = wish;
  const from = performance.now() + delayMs;
  const until = from + patienceMs;
  let held = 0;
  const giveUp = (): void => {
    if (wish === mine) wish += 1;
  };
  const tryAgain = (): void => {
    const now = performance.now();
    const element = find();
    held = element !== null && document.activeElement === element ? held + 1 : 0;
    if (wish !== mine || (held >= steadyFrames && now > from) || now > until) {
      window.removeEventListener('keydown', giveUp, true);
      window.removeEventListener('pointerdown', giveUp, true);
      return;
    }
    if (held === 0 && now > from && element instanceof HTMLElement) element.focus({ preventScroll: true });
    requestAnimationFrame(tryAgain);
  };
  // The key or press that asked for it is not yet over.
  requestAnimationFrame(() => {
    window.addEventListener('keydown', giveUp, true);
    window.addEventListener('pointerdown', giveUp, true);
    tryAgain();
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

/** Below a step on the page; of one that is not drawn, in the drawing. */
export function placeOnPage(step: string): { readonly x: number; readonly y: number } {
  const shown = nodeElement(step)?.getBoundingClientRect();
  if (shown) return { x: shown.left, y: Math.min(shown.bottom, shown.top + 60) };
  const frame = drawingElement()?.getBoundingClientRect();
  return { x: (frame?.left ?? 0) + (frame?.width ?? 400) / 2 - 150, y: (frame?.top ?? 0) + 80 };
}

function drawingElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-drawing]');
}

function nodeElement(step: string): Element | null {
  return document.querySelector(`.react-flow__node[data-id="${CSS.escape(step)}"]`);
}
