import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Place } from '../event.ts';

/** In [0, 1), the same for the same seed. */
export function randomOf(seed: string): number {
  hash(seed);
  return digestView.getUint32(0) / 2 ** 32;
}

/** What of a run the keys of its steps are made of. */
export interface RunOfKeys {
  readonly key: string;
  /** 0, and one more with each `continueAsNew`. */
  readonly generation: number;
}

/** AT3. The default idempotency key: the same across attempts, resets and crashes. */
export function stepKey(run: RunOfKeys | null, { path, visit }: Place): string {
  if (run === null) throw new Error('a step is of a run');
  const generation = run.generation === 0 ? '' : `\n${run.generation}`; // visits begin again in each, and must not be taken for the old
  return hashed(`${run.key}\n${path}\n${visit}${generation}`);
}

/** AT3. Of what undoes the step. */
export function undoKey(run: RunOfKeys | null, place: Place): string {
  return `${stepKey(run, place)}:undo`;
}

/** LI2. The same whenever it is asked for, so that a child is started once. */
export function childRunId(stepOrUndoKey: string, attempt: number): string {
  return hashed(`${stepOrUndoKey}\nchild\n${attempt}`);
}

/** LI3, LI4. One id for whatever follows a run, so that no two runs ever do. */
export function nextRunId(runId: string): string {
  return hashed(`${runId}\nnext`);
}

function hashed(text: string): string {
  hash(text);
  for (let i = 0; i < KEY_BYTES; i += 1) {
    const byte = digest[i] ?? 0;
    digits[2 * i] = HEX[byte >> 4] ?? 0;
    digits[2 * i + 1] = HEX[byte & 15] ?? 0;
  }
  return String.fromCharCode.apply(null, digits); // one string, where joining digits makes one of each
}

/**
 * Each task begins with a hash, so the hasher and its buffers are made once and used again, which nothing can interrupt: 0.8 µs a
 * key instead of 2.9.
 */
const fresh = sha256.create();
const hasher = sha256.create();
const digest = new Uint8Array(32);
const digestView = new DataView(digest.buffer);
const KEY_BYTES = 16;
const HEX = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const digits: number[] = Array.from({ length: 2 * KEY_BYTES }, () => 0);
const ascii = new Uint8Array(512);

function hash(text: string): void {
  fresh._cloneInto(hasher).update(bytesOf(text)).digestInto(digest);
}

function bytesOf(text: string): Uint8Array {
  if (text.length > ascii.length) return utf8ToBytes(text);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return utf8ToBytes(text);
    ascii[i] = code;
  }
  return ascii.subarray(0, text.length);
}
