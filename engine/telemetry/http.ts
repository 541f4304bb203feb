import type { Failure } from '../core/failure.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { attr } from './names.ts';

/** Query values the HTTP conventions name as never to be recorded. */
const secretParameters = ['AWSAccessKeyId', 'Signature', 'sig', 'X-Goog-Signature'];
const standardMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY'];

/** What OpenTelemetry's HTTP client conventions say of a request. A part that is not literal text is left out. */
export function requestAttributes(input: Json): Record<string, Json> {
  if (!isObject(input)) return {};
  const method = typeof input['method'] === 'string' ? input['method'].toUpperCase() : unsaidMethod(input);
  return {
    [attr.httpMethod]: standardMethods.includes(method) ? method : '_OTHER',
    ...(typeof input['url'] === 'string' ? urlAttributes(input['url']) : {}),
  };
}

/** Of the activity `http`: what has a body is a POST. */
const bodies = ['body', 'form', 'multipart', 'text', 'base64', 'file', 'graphql'];
const unsaidMethod = (input: JsonObject): string =>
  bodies.some((name) => Object.hasOwn(input, name)) ? 'POST' : 'GET';

function urlAttributes(text: string): Record<string, Json> {
  const url = URL.parse(text);
  if (!url) return {};
  if (url.username !== '') url.username = 'REDACTED';
  if (url.password !== '') url.password = 'REDACTED';
  for (const name of secretParameters) if (url.searchParams.has(name)) url.searchParams.set(name, 'REDACTED');
  const port = url.port === '' ? { 'http:': 80, 'https:': 443 }[url.protocol] : Number(url.port);
  return {
    [attr.url]: url.href,
    [attr.serverAddress]: url.hostname,
    ...(port === undefined ? {} : { [attr.serverPort]: port }),
  };
}

/** The status of an answer, from the output of a success or the details of an error. */
export function responseAttributes(answer: Json | undefined): Record<string, Json> {
  const status = isObject(answer) ? answer['status'] : undefined;
  return Number.isInteger(status) && status !== undefined ? { [attr.httpStatus]: status } : {};
}

export function failureAttributes(error: Failure): Record<string, Json> {
  const fromType = /^http\.(\d{3})$/.exec(error.type)?.[1];
  return fromType === undefined ? responseAttributes(error.details) : { [attr.httpStatus]: Number(fromType) };
}
