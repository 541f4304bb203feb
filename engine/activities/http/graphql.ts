import type { Failure } from '../../core/failure.ts';
import { isObject, type Json } from '../../core/json.ts';
import { isLarge } from '../../runtime/performing/blobs.ts';
import type { GraphQl } from './schema-body.ts';

/** Errors of which the same request will have the same again, as servers commonly name them. */
const final: ReadonlySet<string> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);
const MOST_TOLD = 300;

/** What a GraphQL answer of a good status says went wrong; null: nothing. What data it has is in the details. */
export function graphqlFailure({ query }: GraphQl, target: string, status: number, body: Json): Failure | null {
  const errors = isObject(body) && Array.isArray(body['errors']) ? (body['errors'] as readonly Json[]) : [];
  const data = isObject(body) ? (body['data'] ?? null) : null;
  if (errors.length === 0 && isObject(body) && Object.hasOwn(body, 'data')) return null;
  if (errors.length === 0)
    return {
      type: 'http.body',
      message: `The answer to ${target} is not one of GraphQL.`,
      details: { status, body: isLarge(body) ? null : body },
      ...effectOf(query),
    };
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return {
    type: 'http.graphql',
    message: `${target} answered with an error of GraphQL: ${messageOf(errors[0])}${more}`,
    details: { status, errors: isLarge(errors) ? [] : errors, data: isLarge(data) ? null : data },
    ...(errors.every(isFinal) && { retryable: false }),
    ...effectOf(query),
  };
}

/** AT2. A document without a mutation only reads, whatever the word stands in. */
const effectOf = (query: string): Pick<Failure, 'effect'> => (/mutation/.test(query) ? {} : { effect: 'none' });

const messageOf = (error: Json | undefined): string => {
  const text = isObject(error) && typeof error['message'] === 'string' ? error['message'] : 'it does not say which';
  return text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text;
};

function isFinal(error: Json): boolean {
  const extensions = isObject(error) ? error['extensions'] : undefined;
  const code = isObject(extensions) ? extensions['code'] : undefined;
  return typeof code === 'string' && final.has(code);
}
