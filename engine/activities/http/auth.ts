import { inputFailure } from '../activity.ts';
import type { Way } from '../network/connector.ts';
import type { PreparedRequest } from './prepare.ts';
import { Refusal } from './refusal.ts';
import type { Auth } from './schema-auth.ts';
import { forgetToken, tokenFor } from './tokens.ts';

/** How requests of an attempt say who they are. */
export interface Authorizer {
  /** With what it takes to be let in. Throws a Refusal. */
  readonly authorized: (request: PreparedRequest) => Promise<PreparedRequest>;
  /** It was not let in: whether trying once more may help. */
  readonly mayRenew: () => boolean;
  /** Had on the way, and to be kept out of what the attempt answers. */
  readonly secrets: () => ReadonlyMap<string, string>;
}

const nobody: Authorizer = {
  authorized: async (request) => request,
  mayRenew: () => false,
  secrets: () => new Map(),
};

export function authorizer(auth: Auth | undefined, way: Way, signal: AbortSignal): Authorizer {
  if (auth === undefined) return nobody;
  if (auth.type === 'oauth2') return withTokens(auth, way, signal);
  return { ...nobody, authorized: async (request) => withFixed(auth, request) };
}

type Fixed = Exclude<Auth, { readonly type: 'oauth2' }>;

function withFixed(auth: Fixed, request: PreparedRequest): PreparedRequest {
  if (auth.type === 'bearer') return bearer(request, auth.token);
  if (auth.type === 'basic') return basic(request, auth);
  if (auth.in !== 'query') return withHeader(request, auth.name.toLowerCase(), auth.value);
  const url = new URL(request.url);
  url.searchParams.set(auth.name, auth.value);
  return { ...request, url };
}

function basic(request: PreparedRequest, { user, password }: Extract<Fixed, { type: 'basic' }>): PreparedRequest {
  if (user.includes(':')) throw new Refusal(inputFailure('The user name of auth has a colon, which cannot be sent.'));
  return withHeader(request, 'authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
}

const bearer = (request: PreparedRequest, token: string): PreparedRequest =>
  withHeader(request, 'authorization', `Bearer ${token}`);

const withHeader = (request: PreparedRequest, name: string, value: string): PreparedRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

/** The token of all attempts with these credentials; one that is refused is dropped, and a new one had once. */
function withTokens(auth: Extract<Auth, { type: 'oauth2' }>, way: Way, signal: AbortSignal): Authorizer {
  const used: string[] = [];
  return {
    async authorized(request) {
      const token = await tokenFor(auth, way, signal);
      used.push(token);
      return bearer(request, token);
    },
    mayRenew() {
      const [token] = used;
      if (token === undefined || used.length > 1) return false;
      forgetToken(auth, way, token);
      return true;
    },
    secrets: () => new Map(used.map((token, i) => [`of auth ${i + 1}`, token])),
  };
}
