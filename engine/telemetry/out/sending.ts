/** What a collector made of a request, by the rules of OTLP. */
export type Sent =
  /** Acknowledged; `refused` of them it would not take (partial success), and said why. */
  | { readonly kind: 'taken'; readonly refused: number; readonly why: string | null }
  /** Never to be sent again as it is. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It may be taken in smaller parts. */
  | { readonly kind: 'tooLarge'; readonly why: string }
  /** To be sent again; `afterMs`: when it said so. */
  | { readonly kind: 'later'; readonly afterMs: number | null; readonly why: string };

export interface Sender<T> {
  /** Never rejects. */
  send(items: readonly T[]): Promise<Sent>;
  close(): Promise<void>;
}

/** Waits so long, or until it is told to stop; then false. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<boolean>;

/** Since the exporter was started. */
export interface Tally {
  sent: number;
  /** The collector would not take them. */
  refused: number;
  /** More was waiting than may wait. */
  overflow: number;
  lastSentAt: number | null;
  problem: { readonly at: number; readonly message: string } | null;
}

export const newTally = (): Tally => ({ sent: 0, refused: 0, overflow: 0, lastSentAt: null, problem: null });

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** A collector may ask for much; a person may have put it right long before. */
const LONGEST_ASKED_MS = 300_000;

/**
 * Sends again until the collector has taken or refused them: what follows waits meanwhile. False: it was told to stop before.
 * What is too large as a whole is sent in halves.
 */
export async function deliver<T>(
  items: readonly T[],
  { sender, tally, pause, now, signal }: Delivery<T>,
): Promise<boolean> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    const sent = await sender.send(items);
    if (sent.kind === 'taken') return taken(items.length, sent, tally, now());
    if (sent.kind === 'tooLarge' && items.length > 1) {
      const half = Math.ceil(items.length / 2);
      const ports = { sender, tally, pause, now, signal };
      return (await deliver(items.slice(0, half), ports)) && deliver(items.slice(half), ports);
    }
    tally.problem = { at: now(), message: sent.why };
    if (sent.kind !== 'later') {
      tally.refused += items.length;
      return true;
    }
    const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * Math.random());
    const asked = sent.afterMs === null ? backoff : Math.min(sent.afterMs, LONGEST_ASKED_MS);
    if (!(await pause(asked, signal))) return false;
  }
  return false;
}

export interface Delivery<T> {
  readonly sender: Sender<T>;
  readonly tally: Tally;
  readonly pause: Pause;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

function taken(count: number, { refused, why }: Extract<Sent, { kind: 'taken' }>, tally: Tally, at: number): true {
  const lost = Math.min(refused, count);
  tally.sent += count - lost;
  tally.refused += lost;
  if (count > lost) tally.lastSentAt = at;
  if (lost > 0) tally.problem = { at, message: `${lost} of ${count} were refused${why ? `: ${why}` : ''}.` };
  else if (why === null) tally.problem = null;
  else tally.problem = { at, message: why };
  return true;
}
