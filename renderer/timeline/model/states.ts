import type { SpanColumns } from '@sagaloom/engine/contract';
import type { Arranged } from './arrange.ts';
import { code, type CodeOf, codesOf } from './codes.ts';
import { type Gathered, kindOfRow } from './gather.ts';

export const rowStates = [
  'running',
  'retrying',
  'waiting',
  'stuck',
  'completed',
  'failed',
  'caught',
  'cancelled',
  'skipped',
  'abandoned',
  'instant',
  /** Of a run: it failed, and what it had done was undone. */
  'compensated',
  /** Of a run: it waits for a slot of its concurrency key. */
  'queued',
  /** Of a run: nothing is begun until it is resumed. */
  'paused',
  /** Of a run: another goes on from here. */
  'continued',
] as const;
export type RowState = (typeof rowStates)[number];

export const stateCode = Object.fromEntries(rowStates.map((state, index) => [state, index])) as Readonly<
  Record<RowState, number>
>;

interface Draft {
  readonly columns: SpanColumns;
  readonly arranged: Arranged;
  readonly gathered: Gathered;
  readonly rowOf: Int32Array;
  /** By row. */
  readonly end: Float64Array;
}

/** By row, index into `rowStates`. */
export function statesOf(draft: Draft, isPaused: ((span: number) => boolean) | undefined): Uint8Array {
  const { columns, arranged, gathered } = draft;
  const of = codesOf(columns);
  const [role, type, status] = [of('sagaloom.span'), of('sagaloom.step.type'), of('sagaloom.status')];
  const waits = openWaits(draft, role, of('sagaloom.wait.reason'));
  const states = new Uint8Array(arranged.count);
  for (let row = 0; row < arranged.count; row++) {
    const at = arranged.of[row] ?? -1;
    if (at === -1) continue;
    const span = gathered.span[at] ?? 0;
    if (columns.end[span] === Infinity || gathered.isGuessed[at] === 1) {
      states[row] = waits.get(row) ?? openState(type(span), isPaused?.(span) ?? false);
    } else states[row] = endedState(columns, span, status(span), role(span));
  }
  for (let row = 0; row < arranged.count; row++) {
    if (arranged.kind[row] === kindOfRow.group) states[row] = groupState(states, row, arranged.next[row] ?? 0);
  }
  return states;
}

/** By row, what it waits for while it is open. */
function openWaits({ columns, rowOf }: Draft, role: CodeOf, reason: CodeOf): ReadonlyMap<number, number> {
  const waits = new Map<number, number>();
  for (let span = columns.end.indexOf(Infinity); span !== -1; span = columns.end.indexOf(Infinity, span + 1)) {
    if (role(span) !== code.wait) continue;
    const why = reason(span);
    const state = why === code.person ? 'stuck' : why === code.slot ? 'queued' : 'retrying';
    waits.set(rowOf[span] ?? -1, stateCode[state]);
  }
  return waits;
}

function openState(type: number, paused: boolean): number {
  if (paused) return stateCode.paused;
  return type === code.wait || type === code.receive ? stateCode.waiting : stateCode.running;
}

const failedStatus = 2;
const said: Readonly<Record<number, number>> = {
  [code.compensated]: stateCode.compensated,
  [code.caught]: stateCode.caught,
  [code.cancelled]: stateCode.cancelled,
  [code.skipped]: stateCode.skipped,
  [code.abandoned]: stateCode.abandoned,
  [code.terminated]: stateCode.abandoned,
  [code.continuedAsNew]: stateCode.continued,
};

function endedState({ start, end, status }: SpanColumns, span: number, own: number, role: number): number {
  const known = said[own];
  if (known !== undefined) return known;
  if (status[span] === failedStatus) return stateCode.failed;
  return end[span] === start[span] && role === code.step ? stateCode.instant : stateCode.completed;
}

/** What most needs looking at among those in it. */
const worst: readonly RowState[] = ['stuck', 'failed', 'retrying', 'running', 'waiting', 'caught'];

function groupState(states: Uint8Array, group: number, end: number): number {
  const inside = states.subarray(group + 1, end);
  const found = worst.find((state) => inside.includes(stateCode[state]));
  return found === undefined ? stateCode.completed : stateCode[found];
}
