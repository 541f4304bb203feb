import { parseDuration } from '../duration.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { WaitNode } from '../machine/program.ts';
import { beginning, type Entering } from './entering.ts';

/** A time that is past is a wait that ends at once. */
export async function enterWait(at: Entering, node: WaitNode): Promise<Failure | null> {
  const value = await at.decision.evaluate(node.time.template, at.frame);
  if (!value.ok) return value.error;
  const until = node.time.kind === 'for' ? later(at.decision.at, value.value) : moment(value.value);
  if (until === null) return notATime(at.id, node.time.kind, value.value);
  at.decision.emit({ type: 'StepStarted', ...beginning(at), stepType: 'wait', detail: { kind: 'wait', until } });
  return null;
}

/** The last moment a date can name. */
const END_OF_TIME = 8.64e15;

export function later(from: number, value: Json): number | null {
  const ms = typeof value === 'string' ? parseDuration(value) : msOf(value);
  return ms === null || from + ms > END_OF_TIME ? null : from + ms;
}

function msOf(value: Json): number | null {
  return typeof value === 'number' && value >= 0 ? Math.round(value) : null;
}

function moment(value: Json): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

export function notATime(id: string, kind: 'for' | 'until', value: Json): Failure {
  const wanted = kind === 'for' ? 'a duration such as 30s' : 'an ISO 8601 time';
  return {
    type: 'expression.type',
    message: `${id} waits for ${JSON.stringify(value)}, which is not ${wanted}.`,
    retryable: false,
  };
}
