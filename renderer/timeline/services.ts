import type { SpanColumns } from '@sagaloom/engine/contract';

/** Services of a trace, in order of their first span: index into `strings`. */
const known = new WeakMap<SpanColumns, Uint32Array>();

/** As many colours as can be told apart. */
const serviceTones = 8;

export function servicesOf(columns: SpanColumns): Uint32Array {
  const found = known.get(columns) ?? read(columns);
  known.set(columns, found);
  return found;
}

function read({ service, count, strings }: SpanColumns): Uint32Array {
  const seen = new Uint8Array(strings.length);
  const found: number[] = [];
  for (let span = 0; span < count; span++) {
    const at = service[span] ?? 0;
    if (at === 0 || seen[at] === 1) continue;
    seen[at] = 1;
    found.push(at);
  }
  return Uint32Array.from(found);
}

/** Which of the tones a span's service has; null where spans name no service, or all the same. */
export function toneOf(columns: SpanColumns, span: number): number | null {
  const services = servicesOf(columns);
  if (services.length < 2) return null;
  const at = services.indexOf(columns.service[span] ?? 0);
  return at === -1 ? null : at % serviceTones;
}
