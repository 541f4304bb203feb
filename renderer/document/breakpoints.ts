import { create } from 'zustand';
import { outlineOf } from './outline.ts';
import { findDocument, useDocuments } from './store.ts';

/**
 * Steps before which a run is to pause. They are kept on this computer, by file, and not in the file: they are one person's, for an
 * hour of looking, and must neither make the file unsaved nor turn up in what is committed. So they can also be set in a drawing that
 * is only to read.
 */
interface Breakpoints {
  /** By path; of a file that was never saved, by its tab. */
  readonly byFile: Readonly<Record<string, readonly string[]>>;
}

const storageKey = 'sagaloom.breakpoints';
const keptFiles = 200;

const useBreakpointStore = create<Breakpoints>(() => ({ byFile: stored() }));

const none: readonly string[] = [];

export function useBreakpoints(documentId: string): readonly string[] {
  const file = useDocuments(({ documents }) => fileOf(documents.find(({ id }) => id === documentId)) ?? documentId);
  return useBreakpointStore(({ byFile }) => byFile[file] ?? none);
}

/** Those whose steps are there, for a run of what is drawn. */
export function breakpointsOf(documentId: string): readonly string[] {
  const open = findDocument(documentId);
  const { steps } = outlineOf(open?.document ?? {});
  const kept = useBreakpointStore.getState().byFile[fileOf(open) ?? documentId] ?? none;
  return kept.filter((step) => steps.has(step));
}

/** Sets them on all of the steps, or, where all have one, takes them away. Says which it was. */
export function toggleBreakpoints(documentId: string, steps: readonly string[]): 'set' | 'removed' {
  const known = new Set(breakpointsOf(documentId));
  const isAllSet = steps.every((step) => known.has(step));
  for (const step of steps) {
    if (isAllSet) known.delete(step);
    else known.add(step);
  }
  keep(fileOf(findDocument(documentId)) ?? documentId, [...known]);
  return isAllSet ? 'removed' : 'set';
}

export function clearBreakpoints(documentId: string): void {
  keep(fileOf(findDocument(documentId)) ?? documentId, none);
}

function fileOf(open: { readonly id: string; readonly path: string | null } | null | undefined): string | null {
  return open ? (open.path ?? open.id) : null;
}

function keep(file: string, steps: readonly string[]): void {
  useBreakpointStore.setState(({ byFile: { [file]: _, ...others } }) => ({
    byFile: steps.length > 0 ? { ...others, [file]: steps } : others,
  }));
  // Tabs have no name that lasts: what was never saved is not remembered.
  const named = Object.entries(useBreakpointStore.getState().byFile).filter(([name]) => !name.startsWith('document-'));
  localStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(named.slice(-keptFiles))));
}

function stored(): Readonly<Record<string, readonly string[]>> {
  try {
    const value = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as unknown;
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).flatMap(([file, steps]) => (isTexts(steps) ? [[file, steps] as const] : [])),
    );
  } catch {
    return {}; // what somebody else wrote there is no reason not to open a file
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A step that is renamed keeps its breakpoint, and a file that is saved for the first time, or under another name, all of them. */
useDocuments.subscribe(({ documents }, before) => {
  for (const open of documents) {
    const was = before.documents.find(({ id }) => id === open.id);
    if (!was || was === open) continue;
    const [from, to] = [fileOf(was) ?? was.id, fileOf(open) ?? open.id];
    const kept = useBreakpointStore.getState().byFile[from];
    if (!kept || kept.length === 0) continue;
    if (from !== to) {
      keep(to, kept);
      keep(from, none);
    }
    if (was.document !== open.document) followRenames(to, was.document, open.document);
  }
});

type Document = Parameters<typeof outlineOf>[0];

/** A step that is gone, while a new one has its place in the same block: it was renamed. */
function followRenames(file: string, before: Document, after: Document): void {
  const kept = useBreakpointStore.getState().byFile[file] ?? none;
  const [was, is] = [outlineOf(before), outlineOf(after)];
  const renamed = kept.map((step) => {
    const entry = was.steps.get(step);
    if (!entry || is.steps.has(step)) return step;
    const place = was.blocks.get(entry.block)?.stepIds ?? [];
    const now = is.blocks.get(entry.block)?.stepIds ?? [];
    const other = now[place.indexOf(step)];
    return now.length === place.length && other !== undefined && !was.steps.has(other) ? other : step;
  });
  if (renamed.some((step, index) => step !== kept[index])) keep(file, renamed);
}
