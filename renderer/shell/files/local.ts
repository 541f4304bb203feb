import { fileKind } from '../../traces/import/file-kind.ts';
import { importTraces } from '../../traces/import/imports.ts';
import { useFileDrag } from './file-drag.ts';
import { attempt } from '../notices.ts';
import { openLocalFile } from './files.ts';

/** The browser's own file dialog. */
export function pickLocalFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.multiple = true;
  input.addEventListener('change', () => void takeAll(input.files));
  input.click();
}

/** Of files dragged from the desktop onto the window, workflows open as tabs and traces are imported. */
export function acceptDroppedFiles(): void {
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    useFileDrag.setState({ isOver: true });
  });
  // It leaves the window when there is nothing it goes on to.
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) useFileDrag.setState({ isOver: false });
  });
  addEventListener('drop', () => useFileDrag.setState({ isOver: false }), { capture: true });
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    void takeAll(event.dataTransfer?.files ?? null);
  });
}

/** In their order; a text that is neither is opened as a workflow, to be corrected. */
async function takeAll(files: FileList | null): Promise<void> {
  const all = Array.from(files ?? []); // the list itself is emptied after the event
  for (const file of all) {
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await attempt('shell.files.cannotOpen', { path: file.name }, async () => take(file));
  }
}

async function take(file: File): Promise<void> {
  if ((await fileKind(file)) === 'traces') importTraces([file]);
  else await openLocalFile(file);
}

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
