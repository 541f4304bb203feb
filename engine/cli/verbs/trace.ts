import { type ExitCode, SUCCESS } from '../codes.ts';
import { noSuchRun, withReader } from '../database.ts';
import { wholeHistory } from '../../server/whole-history.ts';
import { fail, print, printJson } from '../terminal.ts';

export interface TraceOptions {
  readonly db: string;
  readonly json?: true;
}

export async function trace(runId: string, { db, json }: TraceOptions): Promise<ExitCode> {
  const history = await withReader(db, (reader) => (reader.run(runId) === null ? [] : wholeHistory(reader, runId)));
  if (history.length === 0) return fail(noSuchRun(runId, db));
  if (json) {
    const { readTrace, toOtlpJson } = await import('../../telemetry/index.ts');
    printJson(toOtlpJson(readTrace(history)));
    return SUCCESS;
  }
  const { timeline } = await import('../text/timeline.ts');
  print(timeline(history));
  return SUCCESS;
}
