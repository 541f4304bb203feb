import type { Diagnostic } from '../../core/diagnostic.ts';
import { isSecretMarker } from '../../core/definition/secrets.ts';
import { isObject, type Json } from '../../core/json.ts';
import { pointerOf } from '../../core/compile/pointer.ts';
import type { Secrets } from '../../runtime/ports.ts';

/** A secret that an activity of a definition is given. */
export interface NeededSecret {
  readonly name: string;
  /** The step, and `#undo` behind it where it is given to what undoes it: as mocks are named. */
  readonly key: string;
  readonly step: string;
  readonly pointer: string;
}

/** DA7. All of a definition as `compile` gave it. */
export function neededSecrets(definition: object): readonly NeededSecret[] {
  return [...within(JSON.parse(JSON.stringify(definition)) as Json, [], null)];
}

interface Site {
  readonly step: string;
  readonly undo: boolean;
}

function* within(json: Json, at: readonly (string | number)[], site: Site | null): Generator<NeededSecret> {
  if (isSecretMarker(json) && site !== null) {
    const { step, undo } = site;
    yield { name: json.$secret, key: undo ? `${step}#undo` : step, step, pointer: pointerOf(at) };
  } else if (Array.isArray(json)) {
    for (const [i, part] of (json as readonly Json[]).entries()) yield* within(part, [...at, i], site);
  } else if (isObject(json)) {
    for (const [name, part] of Object.entries(json)) yield* within(part, [...at, name], siteOf(at, name, site));
  }
}

/** Steps hold steps; what undoes one is a part of it. */
function siteOf(at: readonly (string | number)[], name: string, site: Site | null): Site | null {
  if (at.at(-1) === 'steps') return { step: name, undo: false };
  return name === 'compensate' && site !== null ? { ...site, undo: true } : site;
}

/**
 * A warning for each secret that is not set: whether its step is reached is not known before, and if it is, the attempt fails with
 * activity.secret. What cannot be known now is said in place of it.
 */
export async function missingSecrets(
  definition: object,
  secrets: Secrets,
  isMocked: (key: string) => boolean = () => false,
): Promise<readonly Diagnostic[]> {
  const names = new Set<string>();
  const warnings: Diagnostic[] = [];
  for (const each of neededSecrets(definition)) {
    if (isMocked(each.key) || names.has(each.name)) continue;
    names.add(each.name);
    const problem = await problemOf(each.name, secrets);
    if (problem !== null) warnings.push(warning(each, problem));
  }
  return warnings;
}

async function problemOf(name: string, secrets: Secrets): Promise<string | null> {
  try {
    return (await secrets.get(name)) === null
      ? `is not set: run \`sagaloom secrets set ${name}\`, or set the environment variable SAGALOOM_SECRET_${name}.`
      : null;
  } catch (error) {
    return `cannot be had: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const warning = ({ name, step, pointer }: NeededSecret, problem: string): Diagnostic => ({
  code: 'RUN_SECRET',
  severity: 'warning',
  pointer,
  line: null,
  column: null,
  step,
  message: `The secret ${name}, which ${step} needs, ${problem}`,
});
