import { openLocalFile } from './files.ts';

/** The browser's own file dialog. */
export function pickLocalFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.multiple = true;
  input.addEventListener('change', () => openAll(input.files));
  input.click();
}

/** Files dragged from the desktop onto the window open as tabs. */
export function acceptDroppedFiles(): void {
  addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    openAll(event.dataTransfer?.files ?? null);
  });
}

function openAll(files: FileList | null): void {
  for (const file of files ?? []) void openLocalFile(file);
}

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
