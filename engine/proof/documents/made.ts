import { compile, type CompileResult } from '../../core/index.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Random } from '../random.ts';
import { documentFrom, type Kind } from './generate.ts';

export interface Made {
  readonly definition: JsonObject;
  readonly hash: string;
}

/** What the simulation draws from; a kind named twice comes twice as often. */
export const kinds: readonly Kind[] = [
  ...(['task', 'task', 'task', 'task', 'task', 'wait', 'choice', 'loop', 'set', 'fail', 'succeed'] as const),
  ...(['saga', 'saga', 'saga', 'parallel', 'try'] as const),
];

const TRIES = 20;

/** One that compiles: a generator of its own draws until there is one. */
export function madeFrom(random: Random, name: string): Made {
  for (let i = 0; i < TRIES; i += 1) {
    const compiled = compile(documentFrom(random, { kinds, depth: random.between(0, 3) }, name));
    if (compiled.ok) return plain(compiled);
  }
  const compiled = compile({
    format: 'sagaloom/v1',
    name,
    start: 's1',
    steps: { s1: { type: 'task', activity: 'act' } },
  });
  if (!compiled.ok) throw new Error('the simplest document does not compile');
  return plain(compiled);
}

/** As from a file: nobody shares what the compiler holds. */
function plain({ definition, hash }: Extract<CompileResult, { ok: true }>): Made {
  return { definition: JSON.parse(JSON.stringify(definition)) as JsonObject, hash };
}
