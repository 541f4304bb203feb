import type { SpanColumns } from '@sagaloom/engine/contract';

/** Workflows that spans of a trace say they are of, or rules say it for them; the one with most spans first. */
export function workflowsOf({ attributes, values, count }: SpanColumns): readonly string[] {
  const of = attributes['sagaloom.workflow'];
  if (!of) return [];
  const spans = new Uint32Array(values.length);
  for (let index = 0; index < count; index += 1) {
    const at = of[index] ?? 0;
    spans[at] = (spans[at] ?? 0) + 1;
  }
  return values
    .map((value, at) => ({ value, spans: at === 0 ? 0 : (spans[at] ?? 0) }))
    .filter(
      (each): each is { readonly value: string; readonly spans: number } =>
        each.spans > 0 && typeof each.value === 'string',
    )
    .toSorted((a, b) => b.spans - a.spans)
    .map(({ value }) => value);
}
