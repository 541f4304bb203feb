/** `12 ms`, `1.24 s`, `2 m 03 s`, `1 h 02 m`, `3 d 04 h`: three digits at most, and always a unit. */
export function shownDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return pair(seconds, 60, 'm', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return pair(minutes, 60, 'h', 'm');
  return pair(Math.round(minutes / 60), 24, 'd', 'h');
}

const pair = (value: number, per: number, large: string, small: string): string =>
  `${Math.floor(value / per)} ${large} ${String(value % per).padStart(2, '0')} ${small}`;
