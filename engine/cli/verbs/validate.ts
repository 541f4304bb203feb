import { compile } from '../../core/compile/index.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { type ExitCode, SUCCESS, WRONG_INPUT } from '../codes.ts';
import { readText } from '../inputs.ts';
import { namedWorkflows } from '../run/named.ts';
import { print, printJson, say } from '../terminal.ts';
import { diagnosticLine, printable } from '../text/diagnostics.ts';
import { activitiesFor } from '../workforce.ts';

interface Validated {
  readonly file: string;
  readonly ok: boolean;
  readonly hash: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

export async function validate(files: readonly string[], options: { readonly json?: true }): Promise<ExitCode> {
  const validated = await Promise.all(namedWorkflows(files).map(validateFile));
  if (options.json) printJson(validated);
  else validated.forEach(tell);
  return validated.every(({ ok }) => ok) ? SUCCESS : WRONG_INPUT;
}

async function validateFile(file: string): Promise<Validated> {
  const text = await readText(file);
  if (!text.ok) return { file, ok: false, hash: null, diagnostics: [unreadable(text.message)] };
  const { ok, hash, diagnostics } = compile(text.value, { activities: await activitiesFor(file) });
  return { file, ok, hash, diagnostics: diagnostics.map(printable) };
}

const unreadable = (message: string): Diagnostic => ({
  code: 'FILE_UNREADABLE',
  severity: 'error',
  pointer: '',
  line: null,
  column: null,
  step: null,
  message,
});

function tell({ file, ok, hash, diagnostics }: Validated): void {
  for (const each of diagnostics) say(diagnosticLine(file, each));
  if (ok) print(`${file}: valid, ${hash}`);
}
