import { z } from 'zod';
import { type ActivityContext, completed, defineActivity, failed } from '../../../activities/activity.ts';
import type { Json } from '../../../core/json.ts';

/** A secret as services, libraries and people write it. */
function writingsOf(secret: string): Json {
  const bytes = Buffer.from(secret);
  return {
    plain: `it is ${secret}!`,
    base64: bytes.toString('base64'),
    basic: Buffer.from(`user:${secret}`).toString('base64'),
    url: `http://x/?t=${encodeURIComponent(secret)}`,
    json: JSON.stringify({ secret }),
    hex: bytes.toString('hex'),
    cut: `${secret.slice(0, -2)}…`,
    keys: { [secret]: [secret, [secret]] },
  };
}

const large = (secret: string): string => `${secret} `.repeat(20_000);

/**
 * An activity that betrays what it is given wherever it can: in logs and heartbeats at each attempt, then in an error, in what it throws,
 * and in its result.
 */
export const leak = defineActivity({
  name: 'leak',
  summary: 'Betrays a secret.',
  docs: '',
  examples: [],
  category: 'general',
  icon: 'M1 1h1',
  input: z.strictObject({ secret: z.string(), asks: z.string() }),
  output: z.json(),
  async run({ secret, asks }, context) {
    const asked = (await context.secret(asks)) ?? '';
    const said = [writingsOf(secret), writingsOf(asked)];
    say(context, said);
    if (context.attempt === 1)
      return failed({
        type: 'leak.told',
        message: `It said ${secret}, and ${JSON.stringify({ asked })}.`,
        details: said,
        cause: { type: 'leak.cause', message: asked, details: said },
      });
    if (context.attempt === 2) throw new Error(`A library broke at ${secret} and ${asked}.`);
    return completed({ said, large: large(secret), last: context.lastHeartbeat });
  },
});

function say({ logger, heartbeat }: ActivityContext, said: readonly Json[]): void {
  logger('warn', `said ${JSON.stringify(said)}`, said);
  heartbeat(said);
  const text = JSON.stringify(said);
  console.error('a library said', text);
  process.stderr.write(`${text}\n`);
  process.emitWarning(`The URL ${text} is invalid.`, { type: 'DeprecationWarning', code: `leak${Math.random()}` }); // told once a code
}
