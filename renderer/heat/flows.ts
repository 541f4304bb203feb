import type { FlowHeat, Heat } from '@sagaloom/engine/contract';
import { isObject, type Json, matchesType } from '@sagaloom/engine/core';
import { type Outline, type Port, portsOf, type StepEntry, targetOf } from '../document/index.ts';
import { edgeId, startEdgeId } from '../canvas/scene/ids.ts';

/** A way that runs took, and the drawing has not; `from` null: a block began so. */
export interface MissingWay {
  readonly from: string | null;
  readonly to: string;
  readonly count: number;
}

export interface Traffic {
  /** Times each connection was taken, by id of its edge. */
  readonly edges: ReadonlyMap<string, number>;
  readonly missing: readonly MissingWay[];
  /** Steps that runs came to, and the drawing has not. */
  readonly unknown: readonly string[];
  /** Steps of the drawing that no run came to. */
  readonly never: readonly string[];
}

/** What was taken, laid over what is drawn. What runs did is never lost: it is on a connection, or it is missing. */
export function trafficOn(heat: Heat, outline: Outline): Traffic {
  const edges = new Map<string, number>();
  const missing = new Map<string, MissingWay>();
  for (const flow of heat.flows) {
    const edge = edgeOf(flow, outline);
    if (edge !== null) edges.set(edge, (edges.get(edge) ?? 0) + flow.count);
    else {
      const key = JSON.stringify([flow.from, flow.to]);
      const { from, to } = flow;
      missing.set(key, { from, to, count: (missing.get(key)?.count ?? 0) + flow.count });
    }
  }
  const seen = new Set(heat.steps.map(({ step }) => step));
  return {
    edges,
    missing: [...missing.values()].toSorted((a, b) => b.count - a.count),
    unknown: [...seen].filter((step) => !outline.steps.has(step)),
    never: [...outline.steps.keys()].filter((step) => !seen.has(step)),
  };
}

function edgeOf(flow: FlowHeat, outline: Outline): string | null {
  const to = outline.steps.get(flow.to);
  if (!to) return null;
  const start = outline.blocks.get(to.block)?.start === to.id ? startEdgeId(to.block) : null;
  if (flow.from === null) return start;
  const from = outline.steps.get(flow.from);
  if (!from || from.block !== to.block) return null;
  const leading = portsOf(from.step).filter((port) => targetOf(from.step, port) === to.id);
  const port = portOf(flow, from, leading);
  if (port !== null) return edgeId(from.id, port);
  // A block whose output could not be made is begun anew, if it may be tried again.
  return start !== null && flow.exit === 'next' && mayBeRetried(to, outline) ? start : null;
}

/** Of the ports that lead there, the one that was taken; where the run was of another version, the one most like it. */
function portOf({ exit, error }: FlowHeat, { step }: StepEntry, leading: readonly Port[]): Port | null {
  const first = leading[0] ?? null;
  if (exit !== 'catch') {
    const own = leading.find((port) => port === exit);
    return own ?? leading.find((port) => port !== 'timeout' && !port.startsWith('catch')) ?? null;
  }
  if (error === 'timeout.signal' && leading.includes('timeout')) return 'timeout';
  const clauses = Array.isArray(step.catch) ? (step.catch as readonly Json[]) : [];
  const taken = clauses.findIndex((clause) => errorsOf(clause).some((pattern) => matchesType(pattern, error ?? '')));
  const own = leading.find((port) => port === `catch:${taken}`);
  return own ?? leading.find((port) => port.startsWith('catch') || port === 'timeout') ?? first;
}

function errorsOf(clause: Json): readonly string[] {
  const errors = isObject(clause) && Array.isArray(clause.errors) ? (clause.errors as readonly Json[]) : ['*'];
  return errors.filter((error) => typeof error === 'string');
}

function mayBeRetried({ block }: StepEntry, { blocks, steps }: Outline): boolean {
  const owner = steps.get(blocks.get(block)?.owner ?? '');
  return owner !== undefined && Array.isArray(owner.step.retry) && owner.step.retry.length > 0;
}
