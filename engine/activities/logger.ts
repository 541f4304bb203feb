import { pino } from 'pino';
import { withoutGiven } from '../runtime/performing/given.ts';
import type { ActivityLogger } from './activity.ts';

/** One JSON line each on stderr: stdout belongs to the answer of the command. DA7. Whoever says it, no secret is in it. */
export function stderrLogger(): ActivityLogger {
  const options = {
    level: 'debug',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  const log = pino(options, process.stderr);
  return (level, message, data) => {
    const clean = withoutGiven(message);
    if (data === undefined) log[level](clean);
    else log[level]({ data: withoutGiven(data) }, clean);
  };
}
