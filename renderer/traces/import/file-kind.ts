/** What a file from this computer is: a workflow to open, or traces to import. Its name says so, else how it begins. */

export type FileKind = 'workflow' | 'traces';

/** Enough to see the first names of any of the formats. */
const headBytes = 64 * 1_024;

export async function fileKind(file: File): Promise<FileKind> {
  return kindByName(file.name) ?? kindOfText(await file.slice(0, headBytes).text());
}

export function kindByName(name: string): FileKind | null {
  if (/\.saga\.json$/i.test(name)) return 'workflow';
  if (/\.(?:jsonl|ndjson|gz)$/i.test(name)) return 'traces';
  return /\.json$/i.test(name) ? null : 'workflow';
}

/** Names at the top of an OTLP request, of a Jaeger answer, of a trace of Tempo. */
const ofTraces: ReadonlySet<string> = new Set([
  'resourceSpans',
  'resource_spans',
  'scopeSpans',
  'batches',
  'spans',
  'traceID',
  'traceId',
]);

/** Of the beginning of a JSON text. Only names at its top count: a step of a workflow may well send traces somewhere. */
export function kindOfText(head: string): FileKind {
  const names = topNames(head);
  if (names.has('steps') || names.has('start')) return 'workflow';
  const isTraces = [...names].some((name) => ofTraces.has(name));
  const mayBeJaeger = names.has('data') || /^\uFEFF?\s*\[/.test(head);
  return isTraces || (mayBeJaeger && /"trace_?id"\s*:/i.test(head)) ? 'traces' : 'workflow';
}

/** Names of the outermost object, as far as the text goes; it may be cut anywhere. */
function topNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && token.endsWith(':')) names.add(token.slice(1, token.lastIndexOf('"')));
  }
  return names;
}
