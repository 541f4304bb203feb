import type { ContextModel, SpanModel } from '../model.ts';
import type { RequestModel } from './wire.ts';

/** The spans of a document with all that is said of them, in an order of their own, what is empty or at its default left out. */
export function canonical(request: RequestModel): readonly string[] {
  return request.resourceSpans
    .flatMap(({ resource, scopeSpans, schemaUrl }) =>
      scopeSpans.flatMap(({ scope, spans, schemaUrl: scopeUrl }) =>
        spans.map((span) => said({ span, resource, scope, schemaUrl, scopeUrl })),
      ),
    )
    .toSorted();
}

function said(all: {
  readonly span: SpanModel;
  readonly resource: ContextModel['resource'];
  readonly scope: ContextModel['scope'];
  readonly schemaUrl: string | undefined;
  readonly scopeUrl: string | undefined;
}): string {
  return JSON.stringify(sorted(all));
}

/** A value of OTLP that is empty says something: `{ "stringValue": "" }` is not `{}`. */
function sorted(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => sorted(each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, each]) => [name, sorted(each, name)] as const)
    .filter(([name, each]) => each !== undefined && (key === 'value' || name.endsWith('Value') || !isEmpty(each)));
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const isEmpty = (value: unknown): boolean =>
  value === '' ||
  value === 0 ||
  value === '0' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
