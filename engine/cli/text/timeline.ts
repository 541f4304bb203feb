import type { Recorded } from '../../core/event.ts';
import type { RunView } from '../../core/view.ts';
import { viewOf } from '../../core/fold.ts';
import { readTrace } from '../../telemetry/read-trace.ts';
import { columns, isColourful } from '../terminal.ts';
import { bar, type Scale } from './bar.ts';
import { type Paint, painter, type Tone } from './colour.ts';
import { shownDuration } from './duration.ts';
import { type Row, rowsOf } from './rows.ts';
import { stuckIn } from './stuck.ts';

interface Look {
  readonly width?: number;
  readonly colourful?: boolean;
}

/** More says nothing to the eye; `trace --json` has them all. */
const MOST_ROWS = 300;
const STATE_WIDTH = 13;
const DURATION_WIDTH = 9;
const NARROWEST_BAR = 16;
const GAP = '  ';

/** A run as a picture of text: a line for each step and each undo, aligned in time. */
export function timeline(history: readonly Recorded[], look: Look = {}): string {
  const { width = columns(), colourful = isColourful() } = look;
  const paint = painter(colourful);
  const view = viewOf(history);
  const rows = rowsOf(readTrace(history));
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length > MOST_ROWS ? [paint('quiet', `… and ${rows.length - MOST_ROWS} more`)] : [];
  return [headOf(view, paint), '', ...lines(shown, view, width, paint), ...more, ...afterwords(view, paint)].join('\n');
}

const tones: Readonly<Record<RunView['status'], Tone>> = {
  running: 'waiting',
  paused: 'waiting',
  suspended: 'waiting',
  continuedAsNew: 'good',
  completed: 'good',
  failed: 'bad',
  compensated: 'undone',
  cancelled: 'quiet',
  terminated: 'bad',
  timedOut: 'bad',
};

function headOf(view: RunView, paint: Paint): string {
  const duration = shownDuration((view.endedAt ?? view.at) - view.startedAt);
  return `${view.workflow}  ${paint('quiet', view.runId)}  ${paint(tones[view.status], view.status)}  ${duration}`;
}

function lines(rows: readonly Row[], view: RunView, width: number, paint: Paint): readonly string[] {
  const fixed = STATE_WIDTH + DURATION_WIDTH + 3 * GAP.length;
  const longest = Math.max(4, ...rows.map((row) => labelOf(row).length));
  const nameWidth = Math.min(longest, width - fixed - NARROWEST_BAR);
  const scale: Scale = { startMs: view.startedAt, endMs: view.endedAt ?? view.at, width: width - fixed - nameWidth };
  return rows.map((row) => {
    const duration = row.endMs === null ? '' : shownDuration(row.endMs - row.startMs);
    return [
      cut(labelOf(row), nameWidth).padEnd(nameWidth),
      paint(row.tone, bar(row, scale)),
      paint(row.tone, row.state.padEnd(STATE_WIDTH)),
      duration.padStart(DURATION_WIDTH),
    ].join(GAP);
  });
}

/** What there is to know beside the picture: why it ended so, and what waits for whom. */
function afterwords(view: RunView, paint: Paint): readonly string[] {
  const { error } = view;
  const waiting = stuckIn(view).map(({ what, repair }) => `${paint('waiting', what)}\n  ${repair}`);
  const why = error === null ? [] : [paint('bad', `${error.type}: ${error.message}`)];
  return why.length + waiting.length === 0 ? [] : ['', ...why, ...waiting];
}

const labelOf = ({ depth, label }: Row): string => '  '.repeat(depth) + label;

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
