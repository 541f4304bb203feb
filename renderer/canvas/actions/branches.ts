import {
  editDocument,
  findDocument,
  moveBranch as shift,
  nameBranch as name,
  outlineOf,
  removeBranch as drop,
  setFinally,
} from '../../document/index.ts';

/** What people do with the branches of a parallel, and with the `finally` of a try, on the drawing. */
const labelOf = (id: string, step: string): string =>
  outlineOf(findDocument(id)?.document ?? {}).steps.get(step)?.label ?? step;

export function renameBranch(id: string, step: string, branch: string, to: string): void {
  editDocument(id, { kind: 'rename', name: branch }, (draft) => name(draft, step, branch, to.trim()));
}

export function removeBranch(id: string, step: string, branch: string): void {
  editDocument(id, { kind: 'remove', name: branch, count: 1 }, (draft) => drop(draft, step, branch), {
    select: [step],
  });
}

export function moveBranch(id: string, step: string, branch: string, by: number): void {
  editDocument(id, { kind: 'move', name: branch, count: 1 }, (draft) => shift(draft, step, branch, by));
}

export function toggleFinally(id: string, step: string): void {
  const { blocks } = outlineOf(findDocument(id)?.document ?? {});
  const isThere = blocks.has(`${step}/finally`);
  editDocument(id, { kind: 'set', name: labelOf(id, step) }, (draft) => setFinally(draft, step, !isThere));
}
