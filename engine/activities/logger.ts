import { pino } from 'pino';
import type { ActivityLogger } from './activity.ts';

/** One JSON line each on stderr: stdout belongs to the answer of the command. */
export function stderrLogger(): ActivityLogger {
  const options = {
    level: 'debug',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  const log = pino(options, process.stderr);
  return (level, message, data) => {
    if (data === undefined) log[level](message);
    else log[level]({ data }, message);
  };
}
