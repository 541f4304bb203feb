import type { RunSummary } from '../contract/types.ts';
import type { NodeReader } from '../node/index.ts';
import { summaryOf } from '../node/rows.ts';
import type { RunEntry } from '../runtime/entry.ts';

/** As it is recorded by now; what the entry tells, where retention was faster. */
export const summaryNow = (reader: NodeReader, entry: RunEntry): RunSummary =>
  reader.run(entry.runId) ?? summaryOf(entry);
