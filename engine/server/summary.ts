import type { RunSummary } from '../contract/types.ts';
import type { NodeEngine, NodeReader } from '../node/index.ts';
import { summaryOf } from '../node/rows.ts';
import type { RunEntry } from '../runtime/entry.ts';

/** As it is recorded by now; what the entry tells, where retention was faster. */
export const summaryNow = (reader: NodeReader, entry: RunEntry): RunSummary =>
  reader.run(entry.runId) ?? summaryOf(entry);

/** For whoever asked: with the search attributes that the command gave it. They are in the views, which follow by a moment. */
export async function summaryAfter(engine: NodeEngine, entry: RunEntry): Promise<RunSummary> {
  if (hasAttributes(engine.reader, entry.hash)) await engine.projected().catch(() => {}); // without them, then
  return summaryNow(engine.reader, entry);
}

const known = new WeakMap<NodeReader, Map<string, boolean>>();

function hasAttributes(reader: NodeReader, hash: string): boolean {
  const hashes = known.get(reader) ?? new Map<string, boolean>();
  known.set(reader, hashes);
  const has = hashes.get(hash) ?? reader.definition(hash)?.['searchAttributes'] !== undefined;
  hashes.set(hash, has);
  return has;
}
