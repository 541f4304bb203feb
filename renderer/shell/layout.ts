import { create } from 'zustand';

export const panels = ['files', 'palette', 'outline', 'runs', 'triggers', 'traces', 'attention', 'shop'] as const;
export type Panel = (typeof panels)[number];

export const dockTabs = ['timeline', 'history', 'problems', 'data'] as const;
export type DockTab = (typeof dockTabs)[number];

interface Layout {
  /** Left panel on a wide screen; null when it is folded to the rail. */
  readonly panel: Panel | null;
  /** On a narrow screen the panel lies over the canvas, and only while it is used. */
  readonly overlay: Panel | null;
  readonly narrow: boolean;
  /** Too narrow for the inspector beside the drawing: it lies over it, while it is asked for. */
  readonly tight: boolean;
  readonly inspectorOver: boolean;
  readonly dockTab: DockTab;
  readonly dockOpen: boolean;
  readonly inspectorOpen: boolean;
}

const storageKey = 'sagaloom.layout';
const narrowQuery = '(max-width: 1100px)';
const tightQuery = '(max-width: 860px)';

const standard: Layout = {
  panel: 'files',
  overlay: null,
  narrow: false,
  tight: false,
  inspectorOver: false,
  dockTab: 'timeline',
  dockOpen: true,
  inspectorOpen: true,
};

export const useLayout = create<Layout>(() => ({ ...standard, ...remembered() }));

/** Follows the width of the window, and remembers the choices. */
export function bindLayout(): void {
  const narrow = matchMedia(narrowQuery);
  const tight = matchMedia(tightQuery);
  const measure = (): void => {
    useLayout.setState({ narrow: narrow.matches, tight: tight.matches, overlay: null, inspectorOver: false });
  };
  measure();
  narrow.addEventListener('change', measure);
  tight.addEventListener('change', measure);
  useLayout.subscribe(({ panel, dockTab, dockOpen, inspectorOpen }) => {
    localStorage.setItem(storageKey, JSON.stringify({ panel, dockTab, dockOpen, inspectorOpen }));
  });
}

/** The rail: the same choice again folds the panel. */
export function togglePanel(panel: Panel): void {
  useLayout.setState((layout) =>
    layout.narrow
      ? { overlay: layout.overlay === panel ? null : panel }
      : { panel: layout.panel === panel ? null : panel },
  );
}

export function showPanel(panel: Panel): void {
  useLayout.setState(({ narrow }) => (narrow ? { overlay: panel } : { panel }));
}

export function shownPanel({ narrow, overlay, panel }: Layout): Panel | null {
  return narrow ? overlay : panel;
}

export function showDock(dockTab: DockTab): void {
  useLayout.setState({ dockTab, dockOpen: true });
}

export function toggleDock(): void {
  useLayout.setState(({ dockOpen }) => ({ dockOpen: !dockOpen }));
}

export function toggleInspector(): void {
  useLayout.setState(({ tight, inspectorOver, inspectorOpen }) =>
    tight ? { inspectorOver: !inspectorOver } : { inspectorOpen: !inspectorOpen },
  );
}

export function isInspectorShown({ tight, inspectorOver, inspectorOpen }: Layout): boolean {
  return tight ? inspectorOver : inspectorOpen;
}

export function foldOverlay(): void {
  useLayout.setState({ overlay: null, inspectorOver: false });
}

function remembered(): Partial<Layout> {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Layout>;
    return {
      ...(stored.panel === null || panels.some((panel) => panel === stored.panel)
        ? { panel: stored.panel ?? null }
        : {}),
      ...(dockTabs.some((tab) => tab === stored.dockTab) ? { dockTab: stored.dockTab ?? 'timeline' } : {}),
      ...(typeof stored.dockOpen === 'boolean' ? { dockOpen: stored.dockOpen } : {}),
      ...(typeof stored.inspectorOpen === 'boolean' ? { inspectorOpen: stored.inspectorOpen } : {}),
    };
  } catch {
    return {}; // not ours, or cut short
  }
}
