export function isAt(data: Buffer, from: number, bytes: Buffer): boolean {
  for (let index = 0; index < bytes.length; index++) if (data[from + index] !== bytes[index]) return false;
  return true;
}

/** Of digits, no more than sixteen. */
export function numberOf(data: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (data[at] ?? 0x30) - 0x30;
  return value;
}
