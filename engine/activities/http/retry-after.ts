/** How long an answer asks to be left alone: ms from now; null: it does not say, or not in a way that can be read. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number = Date.now()): number | null {
  const text = (headers['retry-after'] ?? '').trim();
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1_000;
  if (!isDate(text)) return null;
  const there = isDate(headers['date'] ?? '') ? Date.parse(headers['date'] ?? '') : nowMs; // its clock, not ours
  return Math.max(Date.parse(text) - there, 0);
}

/** As HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`, or in one of its two old ways. */
const isDate = (text: string): boolean =>
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) && !Number.isNaN(Date.parse(text));
