/** The parts of the window, in the order F6 goes through them. Each has `data-region`; what had the focus in one has it again. */
const regions = ['bar', 'rail', 'panel', 'drawing', 'inspector', 'dock', 'status'] as const;
type Region = (typeof regions)[number];

const lastFocused = new Map<Region, WeakRef<HTMLElement>>();

export function bindRegions(): void {
  addEventListener('focusin', ({ target }) => {
    const region = target instanceof HTMLElement ? regionOf(target) : null;
    if (region && target instanceof HTMLElement) lastFocused.set(region, new WeakRef(target));
  });
}

export function cycleRegions(by: 1 | -1): void {
  const there = regions.filter((region) => elementOf(region) !== null);
  const now = regionOf(document.activeElement);
  const from = now === null ? (by === 1 ? -1 : 0) : there.indexOf(now);
  const next = there[(from + by + there.length) % there.length];
  if (next) focusRegion(next);
}

export function focusRegion(region: Region): void {
  const element = elementOf(region);
  if (!element) return;
  const before = lastFocused.get(region)?.deref();
  const target = before && element.contains(before) && isSeen(before) ? before : entryOf(element);
  target.focus({ preventScroll: true });
}

function elementOf(region: Region): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(`[data-region="${region}"]`);
  return found && isSeen(found) ? found : null;
}

function regionOf(element: Element | null): Region | null {
  const name = element?.closest('[data-region]')?.getAttribute('data-region');
  return regions.find((region) => region === name) ?? null;
}

const pressable = 'button:not([disabled]), input:not([disabled]), textarea, a[href], [tabindex="0"]';

/** On the drawing a step: the selected one, else the first. Elsewhere the first thing Tab would come to. */
function entryOf(element: HTMLElement): HTMLElement {
  const steps = element.querySelector<HTMLElement>('.react-flow__node.selected[tabindex], .react-flow__node[tabindex]');
  if (steps) return steps;
  const first = [...element.querySelectorAll<HTMLElement>(pressable)].find(isSeen);
  if (first) return first;
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  return element;
}

function isSeen(element: HTMLElement): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}
