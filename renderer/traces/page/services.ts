import type { SpanColumns } from '@sagaloom/engine/contract';

/** Services of a trace, in the order they first come. */
export function servicesOf({ service, strings, count }: SpanColumns): readonly string[] {
  const seen = new Uint8Array(strings.length);
  const found: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = service[index] ?? 0;
    if (at === 0 || seen[at] === 1) continue;
    seen[at] = 1;
    found.push(strings[at] ?? '');
  }
  return found;
}
