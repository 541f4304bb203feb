import type { SpanContext } from './draft.ts';
import type { ContextModel, ResourceModel, ScopeModel } from './model.ts';
import { serviceOf } from './values.ts';

interface Given {
  readonly resource?: ResourceModel | undefined;
  readonly resourceSchemaUrl?: string | undefined;
  readonly scope?: ScopeModel | undefined;
  readonly scopeSchemaUrl?: string | undefined;
}

/** What is empty is left out, so that the same context has the same text, whichever way it came. */
export function contextOf({ resource, resourceSchemaUrl, scope, scopeSchemaUrl }: Given): SpanContext {
  const model: ContextModel = {
    ...(resource !== undefined && Object.keys(resource).length > 0 && { resource }),
    ...(resourceSchemaUrl && { resourceSchemaUrl }),
    ...(scope !== undefined && Object.keys(scope).length > 0 && { scope }),
    ...(scopeSchemaUrl && { scopeSchemaUrl }),
  };
  return { service: serviceOf(resource?.attributes), text: JSON.stringify(model) };
}
