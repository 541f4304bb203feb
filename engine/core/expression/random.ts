import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Numbers in [0, 1) with 53 bits, the same for the same seed everywhere. */
export type Random = () => number;

/** sfc32 (Chris Doty-Humphrey, PractRand), its state filled from a hash of the seed. */
export function randomFrom(seed: string): Random {
  const view = new DataView(sha256(utf8ToBytes(seed)).buffer);
  let [a, b, c, counter] = [view.getInt32(0), view.getInt32(4), view.getInt32(8), 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next(); // mixes the state, as its author advises
  return () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 0x20000000000000;
}

/** Version 4 in form; its bits are the generator's. */
export function uuidFrom(random: Random): string {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
