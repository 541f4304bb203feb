import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';
import { durationMs } from '../../core/duration.ts';
import type { Json } from '../../core/json.ts';
import type { Clock } from '../../runtime/ports.ts';
import { ok, type Result, wrongInput } from '../codes.ts';
import { readJsonFile } from '../inputs.ts';

/** A signal that is sent at its time from the start of the run. */
export interface TimedSignal {
  readonly name: string;
  readonly payload: Json;
  readonly key: Json | undefined;
  /** So that a run that is carried on is not sent it twice. */
  readonly id: string;
  readonly afterMs: number;
}

const schema = z.array(
  z.strictObject({
    name: z.string().min(1),
    payload: z.json().default(null),
    key: z.json().optional(),
    at: durationSchema.default('0s'),
    id: z.string().min(1).optional(),
  }),
);

const FORM = 'it is a list of { "name", "payload", "at": "10s", "key"?, "id"? }.';

/** No file: no signals. */
export async function readSignals(file: string | undefined): Promise<Result<readonly TimedSignal[]>> {
  if (file === undefined) return ok([]);
  const json = await readJsonFile(file);
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) return wrongInput(`${file} is wrong at ${pointerOf(parsed.error) || 'its root'}: ${FORM}`);
  return ok(
    parsed.data.map(({ name, payload, key, at, id }, index) => ({
      name,
      payload: payload as Json,
      key: key as Json | undefined,
      id: id ?? `signals:${index}`,
      afterMs: durationMs(at),
    })),
  );
}

const pointerOf = ({ issues: [issue] }: z.ZodError): string =>
  (issue?.path ?? []).map((part) => `/${String(part)}`).join('');

/** The answer stops it. */
export function sendInTime(
  signals: readonly TimedSignal[],
  startedAt: number,
  clock: Clock,
  send: (signal: TimedSignal) => void,
): () => void {
  const cancels = signals.map((signal) => clock.setTimer(startedAt + signal.afterMs, () => send(signal)));
  return () => {
    for (const cancel of cancels) cancel();
  };
}
