import { isCallable, type Meter } from '../meter.ts';

interface Match {
  readonly match: unknown;
  readonly groups: unknown;
  readonly next: unknown;
}

type Matcher = (...args: unknown[]) => unknown;

/** A matcher that pays, before it is written, for the text each of its matches may be replaced by. */
export function payingMatcher(matcher: unknown, replacement: unknown, meter: Meter): unknown {
  if (typeof matcher !== 'function' || typeof replacement !== 'string') return matcher;
  const references = replacement.split('$').length - 1;
  let written = 0;
  const pay = (found: unknown): unknown => {
    if (!isMatch(found)) return found;
    written += replacement.length + references * longest(found);
    meter.string(written);
    const next = found.next;
    return typeof next === 'function' ? { ...found, next: follow(next as Matcher) } : found;
  };
  const follow =
    (step: Matcher): Matcher =>
    (...args) => {
      const found = step(...args);
      return found instanceof Promise ? found.then(pay) : pay(found);
    };
  return follow(matcher as Matcher);
}

const isMatch = (value: unknown): value is Match =>
  typeof value === 'object' && value !== null && 'match' in value && !isCallable(value);

function longest({ match, groups }: Match): number {
  const texts: unknown[] = [match, ...(Array.isArray(groups) ? (groups as unknown[]) : [])];
  return Math.max(0, ...texts.map((text) => (typeof text === 'string' ? text.length : 0)));
}
