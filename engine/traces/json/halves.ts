/** `seconds` · 10⁹ + `rest` ns as two halves of 64 bits: each product here is less than 2⁵³. */
export const highHalf = (seconds: number, rest: number): number => Math.floor(middleOf(seconds, rest) / 0x10000);

export const lowHalf = (seconds: number, rest: number): number =>
  (middleOf(seconds, rest) % 0x10000) * 0x10000 + (lowerOf(seconds, rest) % 0x10000);

const middleOf = (seconds: number, rest: number): number =>
  Math.floor(seconds / 0x10000) * 1e9 + Math.floor(lowerOf(seconds, rest) / 0x10000);

const lowerOf = (seconds: number, rest: number): number => (seconds % 0x10000) * 1e9 + rest;
