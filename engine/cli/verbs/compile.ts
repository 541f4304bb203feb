import { writeFile } from 'node:fs/promises';
import { compile } from '../../core/compile/index.ts';
import { type ExitCode, SUCCESS, WRONG_INPUT } from '../codes.ts';
import { readText } from '../inputs.ts';
import { namedWorkflow } from '../run/named.ts';
import { fail, printJson, say } from '../terminal.ts';
import { diagnosticLine } from '../text/diagnostics.ts';
import { activitiesFor } from '../workforce.ts';
import { notWritten } from './not-written.ts';

export async function compileFile(given: string, options: { readonly output?: string }): Promise<ExitCode> {
  const named = namedWorkflow(given);
  if (!named.ok) return fail(named);
  const { file } = named.value;
  const text = await readText(file);
  if (!text.ok) return fail(text);
  const compiled = compile(text.value, { activities: await activitiesFor(file) });
  for (const each of compiled.diagnostics) say(diagnosticLine(file, each));
  if (!compiled.ok) return WRONG_INPUT;
  if (options.output !== undefined) return write(options.output, compiled.definition);
  printJson(compiled.definition);
  return SUCCESS;
}

async function write(file: string, definition: object): Promise<ExitCode> {
  try {
    await writeFile(file, `${JSON.stringify(definition, null, 2)}\n`);
    return SUCCESS;
  } catch (error) {
    return fail(notWritten(file, error));
  }
}
