/** Durations are days, hours, minutes, seconds and milliseconds; a day is 24 h. Months and years have no fixed length and are refused. */
const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
type Unit = keyof typeof unitMs;

/** What a document may hold: `500ms`, `30s`, `5m`, `2h`, `1d`, or ISO 8601 (`PT1H30M`, `P1DT12H`). */
export const durationPattern =
  /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d)|P(?=\d|T\d)(?:\d+(?:\.\d+)?D)?(?:T(?=\d)(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?)$/;

const isoParts = /^P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;

/** Milliseconds, or null when the text is not a duration. */
export function parseDuration(text: string): number | null {
  if (!durationPattern.test(text)) return null;
  const iso = isoParts.exec(text);
  const ms = iso ? isoMs(iso) : shortMs(text);
  return Number.isSafeInteger(Math.round(ms)) ? Math.round(ms) : null;
}

function isoMs([, days, hours, minutes, seconds]: RegExpExecArray): number {
  const part = (text: string | undefined, unit: Unit): number => Number(text ?? 0) * unitMs[unit];
  return part(days, 'd') + part(hours, 'h') + part(minutes, 'm') + part(seconds, 's');
}

function shortMs(text: string): number {
  const number = Number.parseFloat(text);
  const unit = text.replace(/^[\d.]+/, '') as Unit; // the pattern allows no other
  return number * unitMs[unit];
}

/** The one canonical spelling: the largest unit that divides it. `90s` stays `90s`, `PT2H` becomes `2h`. */
export function formatDuration(ms: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((u) => ms >= unitMs[u] && ms % unitMs[u] === 0) ?? 'ms';
  return `${ms / unitMs[unit]}${unit}`;
}

/** For values already checked by the schema; a bad one is a bug of the caller. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new Error(`not a duration: ${text}`);
  return ms;
}
