import { CronPattern } from 'croner';

/** Five fields, or six with seconds in front. */
const options = { mode: '5-or-6-parts' } as const;

const patternOf = (text: string): CronPattern => new CronPattern(text, 'UTC', options);

/** What is wrong with a cron expression, in a few words; null when nothing is. */
export function cronFault(text: string): string | null {
  const fields = text.trim().split(/\s+/).length;
  if (!text.startsWith('@') && fields !== 5 && fields !== 6) return fields === 1 ? '1 field' : `${fields} fields`;
  try {
    patternOf(text);
    return null;
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : '';
    return (
      said
        .replace(/^CronPattern: /, '')
        .replace(/\.$/, '')
        .slice(0, 120) || 'unknown'
    );
  }
}

/** Whether no year has a day like that: 30 February. Of an expression without fault. */
export function neverComes(text: string): boolean {
  const { day, month, starDOW, lastDayOfMonth, lastWeekday, nearestWeekdays } = patternOf(text);
  if (!starDOW || lastDayOfMonth || lastWeekday || nearestWeekdays.includes(1)) return false;
  return !longestMonths.some((days, at) => month[at] === 1 && day.slice(0, days).includes(1));
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** An offset such as +01:00 is none: it knows no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
