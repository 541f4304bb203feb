import { createHash } from 'node:crypto';
import type { Way } from '../network/connector.ts';
import { keyOf } from '../network/dispatchers.ts';
import { untilAborted } from '../network/until-aborted.ts';
import type { OAuth2 } from './schema-auth.ts';

const MOST_TOKENS = 256;

export interface Token {
  readonly text: string;
  /** Of `performance.now`: no change of the clock moves it. */
  readonly until: number;
}

/** Of this process, by credentials; the oldest first. */
const tokens = new Map<string, Entry>();

/** One that is being had is waited for by all who need it. */
interface Entry {
  readonly pending: Promise<Token>;
  /** Null: not yet. */
  token: Token | null;
}

/** Throws a Refusal. Aborting ends the waiting, not what others wait for. */
export async function tokenFor(auth: OAuth2, way: Way, signal: AbortSignal): Promise<string> {
  const key = keyFor(auth, way);
  const known = tokens.get(key);
  const isFresh = known !== undefined && (known.token === null || known.token.until > performance.now());
  const { pending } = isFresh ? known : asking(key, auth, way);
  return (await untilAborted(pending, signal)).text;
}

/** Only that one: somebody else may have had a newer one already. */
export function forgetToken(auth: OAuth2, way: Way, refused: string): void {
  const key = keyFor(auth, way);
  if (tokens.get(key)?.token?.text === refused) tokens.delete(key);
}

export const forgetTokens = (): void => tokens.clear();

function keyFor(auth: OAuth2, way: Way): string {
  return createHash('sha256')
    .update(JSON.stringify([auth, keyOf(way)]))
    .digest('base64');
}

function asking(key: string, auth: OAuth2, way: Way): Entry {
  const entry: Entry = { token: null, pending: asked(auth, way) };
  tokens.delete(key);
  tokens.set(key, entry);
  entry.pending.then(
    (token) => (entry.token = token),
    () => tokens.get(key) === entry && tokens.delete(key),
  );
  for (const oldest of tokens.keys()) {
    if (tokens.size <= MOST_TOKENS) break;
    tokens.delete(oldest);
  }
  return entry;
}

/** Few requests need the library. */
async function asked(auth: OAuth2, way: Way): Promise<Token> {
  const { askForToken } = await import('./oauth.ts');
  return askForToken(auth, way);
}
