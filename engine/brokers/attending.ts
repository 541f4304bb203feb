import { type Incoming, type Limits, type Listener, Poison, type Subscription } from './broker.ts';
import { reasonOf } from './reasons.ts';
import { backOffMs, pause } from './waiting.ts';

/** What is to become of a message. */
export type Verdict =
  | { readonly kind: 'acknowledge' }
  /** BR3. It is given up, and somebody was told. */
  | { readonly kind: 'setAside' }
  | { readonly kind: 'again'; readonly afterMs: number }
  /** Nobody is listening any more: the broker delivers it again, to whoever comes next. */
  | { readonly kind: 'leave' };

/** One message, with the number of times it was delivered, this one included, as far as the broker knows. */
export interface Attend {
  /** For brokers that deliver again by themselves, after a time they are told. */
  readonly once: (message: Incoming, delivery: number, place: string) => Promise<Verdict>;
  /** For the others: it is kept, not acknowledged, and tried again here. Never `again`. */
  readonly untilSettled: (message: Incoming, delivery: number, place: string) => Promise<Verdict>;
}

/** `place` says where a message that is set aside can be found, as the end of a sentence. */
export function attending(listener: Listener, { topic, limits }: Subscription, signal: AbortSignal): Attend {
  const once: Attend['once'] = async (message, delivery, place) => {
    try {
      await listener.onMessage(message);
      return { kind: 'acknowledge' };
    } catch (error) {
      if (signal.aborted) return { kind: 'leave' };
      if (isLast(error, delivery, limits)) {
        listener.warn(asideText(message, topic, delivery, error, place));
        return { kind: 'setAside' };
      }
      return { kind: 'again', afterMs: backOffMs(delivery, limits) };
    }
  };
  return {
    once,
    async untilSettled(message, first, place) {
      for (let delivery = first; ; delivery += 1) {
        const verdict = await once(message, delivery, place);
        if (verdict.kind !== 'again') return verdict;
        await pause(verdict.afterMs, signal);
        if (signal.aborted) return { kind: 'leave' };
      }
    },
  };
}

const isLast = (error: unknown, delivery: number, { maxDeliveries }: Limits): boolean =>
  error instanceof Poison || delivery >= maxDeliveries;

function asideText({ id }: Incoming, topic: string, delivery: number, error: unknown, place: string): string {
  const times = delivery === 1 ? 'at its first delivery' : `after ${delivery} deliveries`;
  return `The message ${id} of ${topic} was set aside ${times}: ${reasonOf(error)} ${place}`;
}

export interface InFlight {
  readonly count: () => number;
  /** Work that never rejects. */
  readonly add: (work: Promise<void>) => void;
  /** Resolves when one of them has ended. */
  readonly one: () => Promise<void>;
  readonly all: () => Promise<void>;
}

/** What is under way at the moment. */
export function inFlight(): InFlight {
  const under = new Set<Promise<void>>();
  return {
    count: () => under.size,
    add(work) {
      under.add(work);
      void work.finally(() => under.delete(work));
    },
    one: () => Promise.race(under),
    async all() {
      await Promise.allSettled(under);
    },
  };
}
