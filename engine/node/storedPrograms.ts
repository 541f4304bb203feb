import { link, type Program } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';

/** Programs of definitions that are stored, linked once each. */
export function storedPrograms(definitionOf: (hash: string) => JsonObject | null): (hash: string) => Program {
  const linked = new Map<string, Program>();
  return (hash) => {
    const known = linked.get(hash);
    if (known) return known;
    const definition = definitionOf(hash);
    if (!definition) throw new Error(`the definition ${hash} is not in the journal`);
    const program = link(definition as Parameters<typeof link>[0], hash); // compiled before it was stored
    linked.set(hash, program);
    return program;
  };
}
