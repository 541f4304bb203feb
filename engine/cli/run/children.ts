import type { Definition } from '../../core/compile/index.ts';
import { workspaceWorkflows } from '../../server/definitions.ts';

/** The workflows of a folder that this one may start, and those that these may, each once. */
export async function startedBy(definition: Definition, folder: string): Promise<readonly Definition[]> {
  const workflows = workspaceWorkflows(folder);
  const found = new Map<string, Definition>();
  const visit = async (each: Definition): Promise<void> => {
    for (const name of namesIn(each)) {
      if (found.has(name) || name === definition.name) continue;
      const compiled = await workflows.find(name);
      if (compiled === null) continue;
      found.set(name, compiled.definition);
      await visit(compiled.definition);
    }
  };
  await visit(definition);
  return [...found.values()];
}

/** Of children, and of undos that are workflows: nothing else of a definition is called so. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'workflow' && typeof inner === 'string' ? [inner] : namesIn(inner),
  );
}
