import type { Projection, ProjectionModule } from '../projection.ts';
import { builtinProjections } from './builtin.ts';

/** Ours, and those that others add; one that cannot be had is left out. */
export async function loadProjections(
  added: readonly ProjectionModule[],
  warn: (message: string, error?: unknown) => void,
): Promise<readonly Projection[]> {
  const loaded = await Promise.allSettled(added.map(load));
  const others = loaded.flatMap((each, i) => {
    if (each.status === 'fulfilled') return [each.value];
    warn(`The projection ${added[i]?.name} could not be loaded.`, each.reason);
    return [];
  });
  return [...builtinProjections(), ...others];
}

async function load({ module, name }: ProjectionModule): Promise<Projection> {
  const exported = (await import(module)) as Readonly<Record<string, unknown>>;
  const make = exported[name];
  if (!isMaker(make)) throw new Error(`${module} exports no function ${name}`);
  return make();
}

/** What it makes is what the one who named it promised. */
function isMaker(value: unknown): value is () => Projection {
  return typeof value === 'function';
}
