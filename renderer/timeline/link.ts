import { type ViewMode, viewModes } from './model/arrange.ts';

/** How a timeline is looked at. */
export interface TimelineState {
  /** The chosen span: 16 hex digits. */
  readonly span?: string | undefined;
  /** The stretch that is seen, ms from the first moment of the trace. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  /** What is looked for, as it is written in the field. */
  readonly query?: string | undefined;
  readonly mode?: ViewMode | undefined;
}

/** Which trace a link is to. */
export type LinkedTrace =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'stored'; readonly traceId: string };

export interface TraceLink {
  readonly trace: LinkedTrace;
  readonly state: TimelineState;
}

/** The part of an address after its `#`: nothing of it is ever sent to a server. */
export function hashOf({ trace, state }: TraceLink): string {
  const said = new URLSearchParams(trace.kind === 'run' ? { run: trace.runId } : { trace: trace.traceId });
  const { span, range, query, mode } = state;
  if (span !== undefined) said.set('span', span);
  if (range) said.set('range', `${short(range.from)}-${short(range.to)}`);
  if (query !== undefined && query !== '') said.set('find', query);
  if (mode !== undefined) said.set('view', mode);
  return `#${said.toString()}`;
}

/** Null for what is no link to a trace; of one that is, what cannot be read is left out. */
export function parseHash(hash: string): TraceLink | null {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  const trace = traceOf(said);
  if (!trace) return null;
  const span = said.get('span');
  const range = rangeOf(said.get('range') ?? '');
  const query = said.get('find');
  const mode = viewModes.find((each) => each === said.get('view'));
  return {
    trace,
    state: {
      ...(span !== null && /^[0-9a-f]{16}$/.test(span) ? { span } : {}),
      ...(range ? { range } : {}),
      ...(query === null ? {} : { query }),
      ...(mode ? { mode } : {}),
    },
  };
}

function traceOf(said: URLSearchParams): LinkedTrace | null {
  const [runId, traceId] = [said.get('run') ?? '', said.get('trace') ?? ''];
  if (runId !== '') return { kind: 'run', runId };
  return /^[0-9a-f]{32}$/.test(traceId) ? { kind: 'stored', traceId } : null;
}

function rangeOf(text: string): TimelineState['range'] | null {
  const [, from, to] = /^(-?[\d.]+)-([\d.]+)$/.exec(text) ?? [];
  const range = { from: Number(from), to: Number(to) };
  return Number.isFinite(range.from) && range.to > range.from ? range : null;
}

/** To the microsecond. */
const short = (ms: number): string => String(Number(ms.toFixed(3)));
