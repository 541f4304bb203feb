/**
 * How a list came from the one before: alike up to `start`, and again from `end` on, where what is there stood `shift` places earlier.
 * What lies between came anew. An edit changes a list in one place, so most of what was read of it still holds.
 */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

export function cutBetween<T>(before: readonly T[], after: readonly T[], isAlike: (a: T, b: T) => boolean): Cut {
  const most = Math.min(before.length, after.length);
  const isAt = (a: number, b: number): boolean => {
    const [old, item] = [before[a], after[b]];
    return old === item || (old !== undefined && item !== undefined && isAlike(old, item));
  };
  let start = 0;
  while (start < most && isAt(start, start)) start += 1;
  let left = 0;
  while (left < most - start && isAt(before.length - 1 - left, after.length - 1 - left)) left += 1;
  return { start, end: after.length - left, shift: after.length - before.length };
}

/** Each is alike, and where it was. */
export const isNone = ({ start, end, shift }: Cut): boolean => start === end && shift === 0;

/** Which number a thing had; -1: it came anew. */
export function numberBefore(number: number, { start, end, shift }: Cut): number {
  if (number < start) return number;
  return number < end ? -1 : number - shift;
}

/** Which number a thing has now; -1: it is gone. */
export function numberAfter(number: number, { start, end, shift }: Cut): number {
  if (number < start) return number;
  return number < end - shift ? -1 : number + shift;
}

/** The values of what stays, each at its number of now; nothing yet for what came. */
export function carried<T extends Float64Array | Int32Array>(values: T, into: T, { start, end, shift }: Cut): T {
  into.set(values.subarray(0, start));
  into.set(values.subarray(end - shift), end);
  return into;
}
