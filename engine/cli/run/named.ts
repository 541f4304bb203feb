import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isFolder } from '../../node/makeFolder.ts';
import { ok, type Result, wrongInput } from '../codes.ts';

/** A workflow as it was named on the command line. */
export interface Named {
  readonly file: string;
  /** `input.json` beside it, where its folder was named: an input to try it with. */
  readonly sample: string | null;
}

/** A file; or a folder, which stands for the one workflow in it. */
export function namedWorkflow(given: string): Result<Named> {
  if (!isFolder(given)) return ok({ file: given, sample: null });
  const files = workflowsIn(given);
  const [file] = files;
  if (file === undefined) return wrongInput(`${given} is a folder without a workflow (*.saga.json); name a file.`);
  if (files.length > 1)
    return wrongInput(`${given} is a folder with ${files.length} workflows; name one: ${files.join(', ')}.`);
  const sample = path.join(given, 'input.json');
  return ok({ file, sample: existsSync(sample) ? sample : null });
}

/** Files; and of folders, what workflows they have. */
export function namedWorkflows(given: readonly string[]): readonly string[] {
  return given.flatMap((each) => (isFolder(each) && workflowsIn(each).length > 0 ? workflowsIn(each) : [each]));
}

function workflowsIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.saga.json'));
  return names.toSorted().map((name) => path.join(folder, name));
}
