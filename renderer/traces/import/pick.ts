import { importTraces } from './imports.ts';

const traceFileKinds = '.json,.jsonl,.ndjson,.gz,application/json';

/** The browser's own file dialog, for files of traces. */
export function pickTraceFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = traceFileKinds;
  input.multiple = true;
  input.addEventListener('change', () => importTraces(input.files ?? []));
  input.click();
}
