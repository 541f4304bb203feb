import type { Recorded, RunStatus } from '../../core/event.ts';
import type { Json } from '../../core/json.ts';
import { viewOf } from '../../core/fold.ts';
import { type ExitCode, NOT_COMPLETED, OPEN, SUCCESS } from '../codes.ts';
import { runJson } from '../run-json.ts';
import { outcomeLine } from '../text/outcome.ts';
import { columns, isColourful, print, printJson, say } from '../terminal.ts';

export type Trace = 'text' | 'otlp' | 'none';

interface ShowOptions {
  readonly trace?: Trace;
  readonly json?: true;
}

/** DA8. A value whose large parts are references, with what they stand for. */
type Whole = (value: Json) => Promise<Json>;

/** stdout gets one thing: the run as JSON, or its trace as OTLP, or what a person reads. */
export async function showRun(history: readonly Recorded[], whole: Whole, { trace, json }: ShowOptions): Promise<void> {
  const form = trace ?? (json ? 'none' : 'text');
  if (form === 'text') await showTimeline(history, json ? process.stderr : process.stdout, json ? say : print);
  if (form === 'otlp') await showOtlp(history);
  const view = viewOf(history);
  const failure = form === 'text' ? null : outcomeLine(view); // the timeline says it
  if (failure !== null) say(failure);
  if (!json && form === 'otlp') return;
  const output = (await whole(view.output)) ?? view.output;
  if (json) printJson(runJson({ ...view, output }));
  else if (view.status === 'completed') print(`${form === 'text' ? '\n' : ''}${JSON.stringify(output, null, 2)}`);
}

async function showTimeline(
  history: readonly Recorded[],
  stream: { isTTY?: boolean },
  tell: (text: string) => void,
): Promise<void> {
  const { timeline } = await import('../text/timeline.ts');
  tell(timeline(history, { width: columns(), colourful: isColourful(stream) }));
}

async function showOtlp(history: readonly Recorded[]): Promise<void> {
  const { readTrace, toOtlpJson } = await import('../../telemetry/index.ts');
  printJson(toOtlpJson(readTrace(history)));
}

const openStatuses: ReadonlySet<RunStatus> = new Set(['running', 'paused', 'suspended']);

export function codeOf(status: RunStatus): ExitCode {
  if (status === 'completed') return SUCCESS;
  return openStatuses.has(status) ? OPEN : NOT_COMPLETED;
}
