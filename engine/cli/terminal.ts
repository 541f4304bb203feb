import type { ExitCode, Failed } from './codes.ts';

/** stdout holds the answer and nothing else; all that is said beside it goes to stderr. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whatever it holds. */
export const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

export function fail({ code, message }: Failed): ExitCode {
  say(`sagaloom: ${oneLine(message)}`);
  return code;
}

/** Colour only where somebody looks, and has not asked for none (NO_COLOR, no-color.org). */
export const isColourful = (stream: { readonly isTTY?: boolean } = process.stdout): boolean =>
  stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

const NARROWEST = 60;
const WIDEST = 160;

export const columns = (): number => Math.min(WIDEST, Math.max(NARROWEST, process.stdout.columns || 80));
