import type { Sent } from '../../telemetry/out/sending.ts';
import type { Answer } from './requests.ts';

/** What a collector took; an answer that cannot be read is still an acknowledgement. */
export function takenAs(answer: Answer | null, url: string): Sent {
  if (answer === null)
    return { kind: 'taken', refused: 0, why: `${url} answered in a form that is not OTLP: is it a collector?` };
  return { kind: 'taken', refused: answer.refused, why: answer.message };
}
