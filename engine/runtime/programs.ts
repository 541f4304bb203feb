import { link, type Program } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';
import type { Journal } from './ports.ts';

/** Definitions, made ready to run once each and shared by all runs of a hash. */
export interface Programs {
  of(definition: JsonObject, hash: string): Program;
  /** For a run that is there already; its definition was written with its first event (JO3). */
  load(hash: string): Promise<Program>;
}

/** More than any one machine has in use; the oldest go first. */
const KEPT = 1_000;

export function programs(journal: Pick<Journal, 'definition'>): Programs {
  const linked = new Map<string, Program>();
  const of = (definition: JsonObject, hash: string): Program => {
    const known = linked.get(hash);
    if (known) return known;
    const program = link(definition as Parameters<typeof link>[0], hash); // compiled before it got here, or before it was stored
    linked.set(hash, program);
    const [oldest] = linked.keys();
    if (linked.size > KEPT && oldest !== undefined) linked.delete(oldest);
    return program;
  };
  return {
    of,
    async load(hash) {
      const known = linked.get(hash);
      if (known) return known;
      const definition = await journal.definition(hash);
      if (!definition) throw new Error(`the definition ${hash} is not in the journal`);
      return of(definition, hash);
    },
  };
}
