import { origin, originOf } from './address.ts';

/** All a page may ask of the machine: to put a text on the clipboard, when the user presses "copy". */
const granted = new Set(['clipboard-sanitized-write']);

export function isGranted(permission: string, requestedBy: string): boolean {
  return granted.has(permission) && originOf(requestedBy) === origin;
}
