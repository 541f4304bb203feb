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
  ...([
    'saga',
    'saga',
    'saga',
    'saga',
    'saga',
    'saga',
    'parallel',
    'try',
    'map',
    'receive',
    'receive',
    'emit',
    'emit',
  ] as const),
];

/** A child starts children of its own no more, or there would be no end of them. */
const parents: readonly Kind[] = [...kinds, 'child', 'child'];

const TRIES = 20;
/** What every `child` step starts. */
export const CHILD = 'child';

/** One that compiles: a generator of its own draws until there is one. */
export function madeFrom(random: Random, name: string): Made {
  const drawn = name === CHILD ? kinds : [...parents, 'continueAsNew' as const];
  for (let i = 0; i < TRIES; i += 1) {
    const depth = random.between(1, name === CHILD ? 1 : 3);
    const compiled = compile(documentFrom(random, { kinds: drawn, depth }, name));
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
