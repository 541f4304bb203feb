import type { Profiler } from 'node:inspector';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SelfTime {
  readonly name: string;
  /** File and line, relative to `root`. */
  readonly place: string;
  readonly selfMs: number;
  /** Of all samples. */
  readonly share: number;
}

type Profile = Pick<Profiler.Profile, 'nodes' | 'samples' | 'timeDeltas'>;

/** Functions by the time that is their own, the greatest first; calls of one function from many places are one. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profile, root: string): readonly SelfTime[] {
  const functions = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(nodes.flatMap(({ children = [], callFrame }) => children.map((id) => [id, callFrame])));
  const sums = new Map<string, { name: string; place: string; micros: number }>();
  let total = 0;
  for (const [i, id] of samples.entries()) {
    const frame = functions.get(id);
    if (!frame) continue;
    const micros = Math.max(0, timeDeltas[i] ?? 0);
    const place = placeOf(frame, callers.get(id), root);
    const name = frame.functionName || '(anonymous)';
    const sum = sums.get(`${name} ${place}`) ?? { name, place, micros: 0 };
    sum.micros += micros;
    total += micros;
    sums.set(`${name} ${place}`, sum);
  }
  return [...sums.values()]
    .toSorted((a, b) => b.micros - a.micros)
    .map(({ name, place, micros }) => ({
      name,
      place,
      selfMs: micros / 1_000,
      share: total === 0 ? 0 : micros / total,
    }));
}

type Frame = Profile['nodes'][number]['callFrame'];

/** Native functions, SQLite's among them, have no file and often no name: then it says who called. */
function placeOf(frame: Frame, caller: Frame | undefined, root: string): string {
  if (frame.url) return lineOf(frame, root);
  if (!caller?.url) return '(native)';
  return `(native) called by ${caller.functionName || '(anonymous)'}  ${lineOf(caller, root)}`;
}

function lineOf({ url, lineNumber }: Frame, root: string): string {
  return `${url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url}:${lineNumber + 1}`;
}

export function table(times: readonly SelfTime[], rows: number): string {
  return times
    .slice(0, rows)
    .map(({ name, place, selfMs, share }) =>
      [`${(share * 100).toFixed(1)} %`.padStart(7), `${selfMs.toFixed(0)} ms`.padStart(9), `${name}  ${place}`].join(
        '  ',
      ),
    )
    .join('\n');
}
