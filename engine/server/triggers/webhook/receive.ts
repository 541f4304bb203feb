import type { TriggerOf } from '../../../core/definition/triggers.ts';
import type { JsonObject } from '../../../core/json.ts';
import { isEnvironmentError } from '../../../runtime/environment.ts';
import type { Delivered, Engine, NamedTrigger } from '../../../runtime/index.ts';
import { readBody } from './body.ts';
import { keyOfRequest, payloadOf } from './payload.ts';
import { checkSignature } from './signature.ts';
import { type Caller, unsignedRefusal } from './unsigned.ts';

export interface HookOptions {
  readonly engine: Pick<Engine, 'triggers' | 'deliver'>;
  /** DA7. Null: there is none. */
  readonly secret: (name: string) => Promise<string | null>;
  readonly warn: (message: string) => void;
  /** Default: 1 MiB. */
  readonly maxBytes?: number | undefined;
  /** Who may call a webhook without signature. Default: this machine alone. */
  readonly unsigned?: 'local' | 'any' | undefined;
  readonly now?: (() => number) | undefined;
}

export const HOOKS_PATH = '/hooks/';
const MAX_BYTES = 1_048_576;
const RETRY_SECONDS = 5;

type Hook = NamedTrigger<TriggerOf<'webhook'>>;

/**
 * LI5. A request below `/hooks/`.
 *
 *   WH1  202 and 200 are said only after the run, or that there is one, is durable; 503 means that nothing is known: send it again
 *   WH2  the signature is over the bytes that came, and is checked before anything of them is read
 *   WH3  without a signature only programs of this machine get in: no page of a website, nobody by way of a proxy or tunnel
 */
export async function receiveHook(options: HookOptions, request: Request, caller: Caller): Promise<Response> {
  try {
    return await receive(options, request, caller);
  } catch (error) {
    const isGone = request.signal.aborted; // nobody hears the answer
    if (!isEnvironmentError(error) && !isGone) options.warn(`A webhook could not be received: ${String(error)}`);
    return answer(503, { error: 'unavailable', message: 'It cannot be received now. Send it again.' }, waitALittle);
  }
}

async function receive(options: HookOptions, request: Request, caller: Caller): Promise<Response> {
  const url = new URL(request.url);
  const found = await hookAt(url.pathname, request.method, options.engine);
  if (found instanceof Response) return found;
  const { signature, format = 'json' } = found.trigger;
  const refusal = signature === undefined && options.unsigned !== 'any' ? unsignedRefusal(request, caller) : null;
  if (refusal !== null) return refused(refusal.status, 'forbidden', refusal.why);
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return refused(415, 'encoding', `A body in ${encoding} is not read: send it plain.`);
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const body = await readBody(request, maxBytes);
  if (body === null) return refused(413, 'tooLarge', `The body has more than ${maxBytes} bytes.`);
  const wrong = await signatureFault(options, found, request.headers, body);
  if (wrong !== null) return wrong;
  const payload = payloadOf(body, format, url.searchParams);
  if (!payload.ok) return refused(400, 'invalid', payload.why);
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  const delivered = await options.engine.deliver({
    workflow: found.workflow,
    trigger: found.name,
    key: keyOfRequest(signature, { header, body, payload: payload.value }),
    payload: payload.value,
    headers: Object.fromEntries(request.headers),
    path: url.pathname.slice(HOOKS_PATH.length),
  });
  return answerOf(delivered);
}

async function hookAt(pathname: string, method: string, engine: Pick<Engine, 'triggers'>): Promise<Hook | Response> {
  const path = decoded(pathname.slice(HOOKS_PATH.length));
  const there = (await engine.triggers()).filter((named): named is Hook => isHookAt(named, path));
  if (there.length === 0) return refused(404, 'notFound', 'No deployed workflow has a webhook here.');
  const methodsOf = ({ trigger }: Hook): readonly string[] => trigger.methods ?? ['POST'];
  const [hook, other] = there.filter((named) => methodsOf(named).includes(method));
  if (hook === undefined) {
    const allow = [...new Set(there.flatMap(methodsOf))].join(', ');
    return answer(405, { error: 'method', message: `It takes ${allow}.` }, { allow });
  }
  if (other !== undefined) return refused(409, 'ambiguous', 'Two deployed workflows have a webhook here.');
  return hook;
}

const isHookAt = ({ trigger, workflow, name }: NamedTrigger, path: string | null): boolean =>
  trigger.type === 'webhook' && (trigger.path ?? `${workflow}/${name}`) === path;

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

async function signatureFault(
  { secret, warn, now = Date.now }: HookOptions,
  { trigger: { signature }, workflow, name }: Hook,
  headers: Headers,
  body: Uint8Array,
): Promise<Response | null> {
  if (signature === undefined) return null;
  const value = await secret(signature.secret);
  if (value === null || value === '') {
    warn(`The webhook ${name} of ${workflow} cannot be checked: the secret ${signature.secret} is not set.`);
    return answer(503, { error: 'unavailable', message: 'The signature cannot be checked now.' }, waitALittle);
  }
  const header = (each: string): string | undefined => headers.get(each) ?? undefined;
  const fault = checkSignature(signature, value, { header, body, now: now() });
  return fault === null ? null : refused(401, 'signature', fault);
}

const statuses: Readonly<Record<string, number>> = { invalid: 422, notFound: 404 };

function answerOf(delivered: Delivered): Response {
  switch (delivered.kind) {
    case 'started':
      return answer(202, { status: 'started', runId: delivered.runId });
    case 'duplicate':
      return answer(200, { status: 'duplicate', runId: delivered.runId });
    case 'passed':
      return answer(200, { status: 'passed', runId: null });
    case 'refused':
      return refused(statuses[delivered.code] ?? 409, delivered.code, delivered.reason);
  }
}

const waitALittle = { 'retry-after': String(RETRY_SECONDS) };

const refused = (status: number, error: string, message: string): Response => answer(status, { error, message });

/** Nobody's page may read it, or show it as one. */
const answer = (status: number, body: JsonObject, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(body, {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
  });
