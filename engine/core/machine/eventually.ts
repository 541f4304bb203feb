/**
 * Most of what a decision evaluates is literal or a plain path, and is there at once; only JSONata proper is not. A promise for each
 * call would cost a step as much as deciding it, so what is usually there at once says so, and only the rest is awaited.
 */
export type Eventually<T> = T | Promise<T>;

export function chain<T, U>(value: Eventually<T>, next: (value: T) => Eventually<U>): Eventually<U> {
  return value instanceof Promise ? later(value, next) : next(value);
}

async function later<T, U>(value: Promise<T>, next: (value: T) => Eventually<U>): Promise<U> {
  return next(await value);
}
