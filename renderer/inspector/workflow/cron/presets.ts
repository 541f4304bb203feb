/** Schedules as people mostly want them, and cron for the rest. Five fields: minute, hour, day, month, weekday. */
export type Preset =
  | { readonly kind: 'minutes'; readonly every: number }
  | { readonly kind: 'hourly'; readonly minute: number }
  | { readonly kind: 'daily'; readonly time: Time }
  | { readonly kind: 'weekdays'; readonly time: Time }
  | { readonly kind: 'weekly'; readonly day: number; readonly time: Time }
  | { readonly kind: 'monthly'; readonly day: number; readonly time: Time }
  /** What none of these says. */
  | { readonly kind: 'own' };

export interface Time {
  readonly hour: number;
  readonly minute: number;
}

export const presetKinds = ['minutes', 'hourly', 'daily', 'weekdays', 'weekly', 'monthly', 'own'] as const;
export type PresetKind = Preset['kind'];

export function presetOf(cron: string): Preset {
  const fields = cron.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5 || month !== '*') return { kind: 'own' };
  const isEveryDay = day === '*' && weekday === '*';
  if (isEveryDay && hour === '*') return ofMinute(minute);
  const at = timeOf(minute, hour);
  if (!at) return { kind: 'own' };
  if (isEveryDay) return { kind: 'daily', time: at };
  if (day === '*' && weekday === '1-5') return { kind: 'weekdays', time: at };
  const [ofWeek, ofMonth] = [numberIn(weekday, 0, 6), numberIn(day, 1, 31)];
  if (day === '*' && ofWeek !== null) return { kind: 'weekly', day: ofWeek, time: at };
  return weekday === '*' && ofMonth !== null ? { kind: 'monthly', day: ofMonth, time: at } : { kind: 'own' };
}

function ofMinute(minute: string): Preset {
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  const step = minute === '*' ? 1 : numberIn(every ?? '', 1, 59);
  if (step !== null) return { kind: 'minutes', every: step };
  const at = numberIn(minute, 0, 59);
  return at === null ? { kind: 'own' } : { kind: 'hourly', minute: at };
}

function timeOf(minute: string, hour: string): Time | null {
  const [minutes, hours] = [numberIn(minute, 0, 59), numberIn(hour, 0, 23)];
  return minutes === null || hours === null ? null : { hour: hours, minute: minutes };
}

function numberIn(text: string, least: number, most: number): number | null {
  const number = Number(text);
  return /^(0|[1-9]\d?)$/.test(text) && number >= least && number <= most ? number : null;
}

/** Null for `own`: that is as it is written. */
export function cronOf(preset: Preset): string | null {
  switch (preset.kind) {
    case 'minutes':
      return preset.every === 1 ? '* * * * *' : `*/${preset.every} * * * *`;
    case 'hourly':
      return `${preset.minute} * * * *`;
    case 'daily':
      return `${clock(preset.time)} * * *`;
    case 'weekdays':
      return `${clock(preset.time)} * * 1-5`;
    case 'weekly':
      return `${clock(preset.time)} * * ${preset.day}`;
    case 'monthly':
      return `${clock(preset.time)} ${preset.day} * *`;
    default:
      return null;
  }
}

const clock = ({ hour, minute }: Time): string => `${minute} ${hour}`;

const nine: Time = { hour: 9, minute: 0 };

/** The same kind of schedule as another, as far as it goes: a time stays when the days change. */
export function withKind(kind: PresetKind, before: Preset): Preset {
  const time = 'time' in before ? before.time : nine;
  switch (kind) {
    case 'minutes':
      return { kind, every: 15 };
    case 'hourly':
      return { kind, minute: 0 };
    case 'weekly':
      return { kind, day: 1, time };
    case 'monthly':
      return { kind, day: 1, time };
    case 'own':
      return { kind };
    default:
      return { kind, time };
  }
}

/** `09:05`, as a field for times has it. */
export function timeText({ hour, minute }: Time): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

export function parseTime(text: string): Time | null {
  const [, hour = '', minute = ''] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return timeOf(String(Number(minute)), String(Number(hour)));
}
