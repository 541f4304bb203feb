import type { Recorded } from '../../core/event.ts';
import type { Definition } from '../../core/compile/index.ts';
import { replay, type Replayed } from '../../memory/index.ts';
import type { NodeReader } from '../../node/index.ts';
import { type ExitCode, NOT_COMPLETED, SUCCESS } from '../codes.ts';
import { withReader } from '../database.ts';
import { wholeHistory } from '../../server/whole-history.ts';
import { compiledFile } from '../run/prepare.ts';
import { fail, print, printJson } from '../terminal.ts';

export interface CheckOptions {
  readonly db: string;
  readonly json?: true;
}

interface Diverging {
  readonly runId: string;
  /** The step where it would go another way; null where it is no step's. */
  readonly path: string | null;
  readonly why: string;
}

interface Checked {
  readonly compatible: string[];
  readonly diverging: Diverging[];
}

const PAGE = 200;

/** Every stored run of the workflow, against the file as it is now. */
export async function checkUpgrade(file: string, { db, json }: CheckOptions): Promise<ExitCode> {
  const compiled = await compiledFile(file, null);
  if (!compiled.ok) return fail(compiled);
  const { definition, hash } = compiled.value;
  const checked: Checked = { compatible: [], diverging: [] };
  await withReader(db, async (reader) => {
    for (const run of runsOf(reader, definition.name)) {
      const why = run.hash === hash ? null : await divergence(definition, wholeHistory(reader, run.runId));
      if (why === null) checked.compatible.push(run.runId);
      else checked.diverging.push({ runId: run.runId, ...why });
    }
  });
  if (json) printJson(checked);
  else tell(definition.name, checked);
  return checked.diverging.length === 0 ? SUCCESS : NOT_COMPLETED;
}

function* runsOf(reader: NodeReader, workflow: string): Generator<{ readonly runId: string; readonly hash: string }> {
  let cursor: string | null = null;
  do {
    const page: ReturnType<NodeReader['runs']> = reader.runs({ workflow, limit: PAGE, cursor });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}

async function divergence(
  definition: Definition,
  history: readonly Recorded[],
): Promise<{ readonly path: string | null; readonly why: string } | null> {
  const replayed = await replay(definition, history);
  return replayed.kind === 'same' ? null : { path: pathOf(replayed, history), why: replayed.message };
}

/** Where it would go another way: what it would do there, else what the run did. */
function pathOf(replayed: Exclude<Replayed, { readonly kind: 'same' }>, history: readonly Recorded[]): string | null {
  const instead = replayed.kind === 'diverges' ? replayed.instead : null;
  const recorded = history[replayed.at - 1] ?? null;
  return placeOf(recorded) ?? placeOf(instead);
}

const placeOf = (event: Recorded | null): string | null => (event !== null && 'path' in event ? event.path : null);

function tell(workflow: string, { compatible, diverging }: Checked): void {
  print(`${workflow}: ${compatible.length} compatible, ${diverging.length} diverging`);
  for (const { runId, path, why } of diverging) print(`${runId}${path === null ? '' : `  ${path}`}  ${why}`);
}
