import {
  type Definition,
  type InScope,
  inScope,
  isObject,
  type Json,
  type JsonObject,
  link,
  type Program,
  type Recorded,
  type ScopeAt,
  scopeAt,
} from '@sagaloom/engine/core';
import type { Draft, Path } from '../../../document/index.ts';
import type { Recording } from './last-run.ts';

/** What an expression is tried on, or why there is nothing to try it on. */
export type FoundScope =
  | { readonly ok: true; readonly scope: JsonObject; readonly nowMs: number; readonly reached: boolean }
  | { readonly ok: false; readonly why: Extract<ScopeAt, { ok: false }>['why'] | 'noRun' };

const noRun: FoundScope = { ok: false, why: 'noRun' };
const found = new WeakMap<Recording, Map<string, FoundScope>>();
const programs = new WeakMap<Recording, Program>();

/** The scope of the template at a path, as it was in a recorded run. */
export function scopeIn(recording: Recording | null, document: Draft, path: Path): FoundScope {
  if (!recording) return noRun;
  const place = inScope(document, path);
  if (!place) return noRun;
  const key = `${place.role} ${place.step ?? ''} ${place.block} ${signalOf(place) ?? ''}`;
  const known = found.get(recording) ?? new Map<string, FoundScope>();
  found.set(recording, known);
  const scope = known.get(key) ?? read(recording, place);
  known.set(key, scope);
  return scope;
}

const signalOf = ({ role, at }: InScope): string | null => (role === 'signalKey' ? String(at[1] ?? '') : null);

function read(recording: Recording, { role, step, block, ...place }: InScope): FoundScope {
  try {
    const signal = signalOf({ role, step, block, ...place });
    const answer = scopeAt(programOf(recording), recording.events, { role, step, block, signal });
    return answer.ok ? { ok: true, scope: answer.scope, nowMs: answer.at, reached: answer.reached } : answer;
  } catch {
    // A history of several definitions, of which only the last is here.
    return { ok: false, why: 'notReached' };
  }
}

function programOf(recording: Recording): Program {
  // The engine gave it: it has compiled.
  const program = programs.get(recording) ?? link(recording.definition as unknown as Definition, recording.hash);
  programs.set(recording, program);
  return program;
}

/** What each step gave, the latest of each; parts of loops and items included. */
export function outputsIn(events: readonly Recorded[]): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const event of events)
    if (event.type === 'StepCompleted') outputs[event.path.split('.').at(-1) ?? ''] = event.output;
  return outputs;
}

/** Without any run: what a file says of itself. Enough to try out what reads the input, and steps that are pinned. */
export function scopeOfSamples(document: Draft, input: Json, outputs: JsonObject): FoundScope {
  const config = entriesOf(document['config']).flatMap(([name, declared]) =>
    isObject(declared) && declared['default'] !== undefined ? [[name, declared['default']] as const] : [],
  );
  const isPlain = (value: Json): boolean => !JSON.stringify(value).includes('{%');
  const steps = Object.entries(outputs).map(([id, output]) => [id, { output }] as const);
  return {
    ok: true,
    scope: {
      input,
      config: Object.fromEntries(config),
      vars: Object.fromEntries(entriesOf(document['variables']).filter(([, value]) => isPlain(value))),
      steps: Object.fromEntries(steps),
    },
    nowMs: 0,
    reached: false,
  };
}

const entriesOf = (value: Json | undefined): readonly (readonly [string, Json])[] =>
  isObject(value) ? Object.entries(value) : [];
