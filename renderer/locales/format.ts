import { type Locale, languageTags, useLocaleStore } from './locale.ts';
import { translate } from './translate.ts';

/** Numbers and times as a person of this language reads them. */
export interface Formats {
  /** `118 ms`, `2.13 s`, `4 m 05 s`, `3 h 20 m`, `2 d 4 h`. */
  readonly duration: (ms: number) => string;
  /** `just now`, `3 minutes ago`. */
  readonly ago: (at: number, now: number) => string;
  /** `in 3 hours`; of what is past, `just now`. */
  readonly until: (at: number, now: number) => string;
  /** Time of day, with milliseconds. */
  readonly clock: (at: number) => string;
  /** Date and time, to the second, and the time zone they are in. */
  readonly moment: (at: number) => string;
  /** Date and time, to the second, where there is no room for the zone: it is told beside it. */
  readonly dateTime: (at: number) => string;
  /** The date alone. */
  readonly day: (at: number) => string;
  readonly count: (n: number) => string;
}

export function useFormats(): Formats {
  return formats[useLocaleStore((state) => state.locale)];
}

const formats: Readonly<Record<Locale, Formats>> = { en: formatsOf('en'), zh: formatsOf('zh') };

function formatsOf(locale: Locale): Formats {
  const tag = languageTags[locale];
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' });
  const clock = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  const date = { year: 'numeric', month: 'short', day: 'numeric' } as const;
  const moment = new Intl.DateTimeFormat(tag, {
    ...date,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const dateTime = new Intl.DateTimeFormat(tag, {
    ...date,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(tag, { ...date, weekday: 'short' });
  const count = new Intl.NumberFormat(tag);
  return {
    duration: formatSpan,
    ago: (at, now) => formatAgo(relative, Math.max(0, now - at)),
    until: (at, now) => formatUntil(relative, at - now),
    clock: (at) => clock.format(at),
    moment: (at) => moment.format(at),
    dateTime: (at) => dateTime.format(at),
    day: (at) => day.format(at),
    count: (n) => count.format(n),
  };
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Three figures are enough to compare two spans; units are the same in both languages. */
export function formatSpan(ms: number): string {
  if (Math.round(ms) < second) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / second).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / second).toFixed(1)} s`;
  const seconds = Math.round(ms / second);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

function formatUntil(relative: Intl.RelativeTimeFormat, ms: number): string {
  if (ms < second) return translate('shell.justNow');
  if (ms < minute) return relative.format(Math.round(ms / second), 'second');
  if (ms < hour) return relative.format(Math.round(ms / minute), 'minute');
  if (ms < day) return relative.format(Math.round(ms / hour), 'hour');
  return relative.format(Math.round(ms / day), 'day');
}

function formatAgo(relative: Intl.RelativeTimeFormat, ms: number): string {
  if (ms < 10 * second) return translate('shell.justNow');
  if (ms < minute) return relative.format(-Math.floor(ms / second), 'second');
  if (ms < hour) return relative.format(-Math.floor(ms / minute), 'minute');
  if (ms < day) return relative.format(-Math.floor(ms / hour), 'hour');
  return relative.format(-Math.floor(ms / day), 'day');
}
