import { isObject } from '../json.ts';
import { entries, type BlockModel, isShared, type Model, outward, type StepModel } from './model.ts';
import { nearest } from '../nearest.ts';
import { meant, type Report } from './report.ts';
import { assignedVariables, catchVariables } from './templates.ts';
import { type Said, said } from './sentences.ts';

/**
 * Which variables each block sees (DA1). The run's are declared. A branch of a parallel and an item of a map have a scope of their
 * own: what they assign without declaration is theirs, and gone when they end. `catch … as` declares what it names.
 */
export class Variables {
  readonly declared: ReadonlySet<string>;
  readonly #own = new Map<BlockModel, Set<string>>();

  constructor(model: Model) {
    const [variables] = entries({ variables: model.document['variables'] ?? null });
    this.declared = new Set(Object.keys(variables?.[1] ?? {}));
    for (const block of model.blocks) {
      const scope = scopeOf(block);
      const own = this.#own.get(scope) ?? new Set();
      this.#own.set(scope, own);
      for (const step of block.steps.values()) {
        for (const [name] of catchVariables(step)) own.add(name);
        if (isShared(scope)) for (const [name] of assignedVariables(step)) own.add(name);
      }
    }
  }

  isVisible(name: string, block: BlockModel): boolean {
    if (this.declared.has(name)) return true;
    return [...outward(block)].some((around) => this.#own.get(scopeOf(around))?.has(name));
  }

  visible(block: BlockModel): readonly string[] {
    return [
      ...new Set([...this.declared, ...[...outward(block)].flatMap((b) => [...(this.#own.get(scopeOf(b)) ?? [])])]),
    ];
  }
}

/** The block whose scope a block's variables are in: a branch's, an item's, or the run's. */
function scopeOf(block: BlockModel): BlockModel {
  return [...outward(block)].find((around) => isShared(around) || around.kind === 'root') ?? block;
}

export function checkAssignments(model: Model, variables: Variables, report: Report): void {
  for (const block of model.blocks) {
    const scope = scopeOf(block);
    for (const step of block.steps.values()) checkStep(step, scope, variables, report);
  }
  for (const [name, { assign }] of entries(model.document['updates'])) {
    for (const variable of isObject(assign) ? Object.keys(assign) : []) {
      if (variables.declared.has(variable)) continue;
      const at = ['updates', name, 'assign', variable];
      report.add({ code: 'VAR_UNDECLARED', at, says: undeclared(variable, variables.declared) });
    }
  }
}

function checkStep(step: StepModel, scope: BlockModel, variables: Variables, report: Report): void {
  for (const [name, at] of [...assignedVariables(step), ...catchVariables(step)]) {
    const declared = variables.declared.has(name);
    if (isShared(scope) && declared) {
      const key = scope.kind === 'item' ? 'VAR_SHARED_WRITE.items' : 'VAR_SHARED_WRITE.branches';
      report.add({ code: 'VAR_SHARED_WRITE', at, step: step.id, says: said(key, { step: step.id, name }) });
    } else if (!variables.isVisible(name, step.block)) {
      report.add({ code: 'VAR_UNDECLARED', at, step: step.id, says: undeclared(name, variables.declared) });
    }
  }
}

export function undeclared(name: string, known: Iterable<string>): Said {
  return said('VAR_UNDECLARED', { name, ...meant(nearest(name, known), said('hint.addTo', { section: 'variables' })) });
}
