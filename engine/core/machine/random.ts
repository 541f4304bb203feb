import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** In [0, 1), the same for the same seed. */
export function randomOf(seed: string): number {
  return new DataView(sha256(utf8ToBytes(seed)).buffer).getUint32(0) / 2 ** 32;
}

/** AT3. The default idempotency key: the same across attempts, resets and crashes. */
export function stepKey(runKey: string, path: string, visit: number): string {
  return bytesToHex(sha256(utf8ToBytes(`${runKey}\n${path}\n${visit}`))).slice(0, 32);
}
