import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { MapNode } from '../machine/program.ts';
import { beginning, type Entering } from './entering.ts';

/** Above it a run would be mostly bookkeeping: start a child for each part. */
const MAX_ITEMS = 10_000;

export async function enterMap(at: Entering, node: MapNode): Promise<Failure | null> {
  const given = await at.decision.evaluate(node.items, at.frame);
  if (!given.ok) return given.error;
  if (!Array.isArray(given.value)) return notItems(at.id, given.value);
  const items = inBatches(given.value as readonly Json[], node.batchSize);
  if (items.length > MAX_ITEMS) return tooMany(at.id, items.length);
  const deadline = node.timeoutMs === null ? null : at.decision.at + node.timeoutMs;
  at.decision.emit({
    type: 'StepStarted',
    ...beginning(at),
    stepType: 'map',
    detail: { kind: 'map', items, deadline },
  });
  return null;
}

function inBatches(items: readonly Json[], size: number | null): readonly Json[] {
  if (size === null) return items;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function notItems(id: string, value: Json): Failure {
  const kind = value === null ? 'null' : typeof value;
  return { type: 'map.items', message: `The items of ${id} are no array but ${kind}.`, retryable: false };
}

function tooMany(id: string, count: number): Failure {
  const message = `${id} has ${count} items; ${MAX_ITEMS} may be. Use batchSize, or a child for each part.`;
  return { type: 'limit.items', message, retryable: false };
}
