/** Who sends a request, as the connection tells. */
export interface Caller {
  /** The connection comes from this machine. */
  readonly isLoopback: boolean;
  /** The Host it asked for is a name of ours (PG1). */
  readonly isOurHost: boolean;
  /** Of a page that the browser says it is from: whether that is ours. */
  readonly isOurOrigin: boolean;
}

interface Refusal {
  readonly status: number;
  readonly why: string;
}

/** Proxies and tunnels end on this machine as well, and say so. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'cf-connecting-ip', 'via'];

/** WH3. Null where it may come in. */
export function unsignedRefusal({ headers }: Request, { isLoopback, isOurHost, isOurOrigin }: Caller): Refusal | null {
  if (!isLoopback || !isOurHost || forwarded.some((name) => headers.has(name)))
    return { status: 403, why: 'A webhook without signature is for programs of this machine: give the trigger one.' };
  const site = headers.get('sec-fetch-site');
  const isOfPage = headers.has('origin') || (site !== null && site !== 'none');
  return isOfPage && !isOurOrigin ? { status: 403, why: 'Pages of other sites may not call it.' } : null;
}
