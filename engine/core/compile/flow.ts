import { nearest } from '../nearest.ts';
import { graphOf, successors } from './graph.ts';
import { type BlockModel, type Exit, type Model, type StepModel } from './model.ts';
import type { Path } from './pointer.ts';
import { oneOf, type Report } from './report.ts';
import { checkStep } from './steps.ts';

/** Ids, starts, nexts, reachability and cycles. */
export function checkFlow(model: Model, report: Report): void {
  for (const block of model.blocks) {
    checkIds(model, block, report);
    checkStart(model, block, report);
    for (const step of block.steps.values()) {
      for (const exit of step.exits) checkExit(model, block, step, exit, report);
      checkStep(step, report);
    }
    checkReach(block, report);
    checkCycles(block, report);
  }
}

function checkIds({ steps }: Model, block: BlockModel, report: Report): void {
  for (const step of block.steps.values()) {
    if (steps.get(step.id) === step) continue;
    const message = `There is another step ${step.id}: ids are unique in the whole file, so rename one.`;
    report.add({ code: 'STEP_DUPLICATE', at: step.at, step: step.id, message });
  }
}

function checkStart(model: Model, block: BlockModel, report: Report): void {
  const step = block.owner?.id ?? null;
  if (block.steps.size === 0) {
    const message = block.owner ? `${nameOf(block)} has no steps: add one.` : 'The workflow has no steps: add one.';
    report.add({ code: 'BLOCK_EMPTY', at: block.at, step, message });
  } else if (block.start !== null && !block.steps.has(block.start)) {
    notFound(model, block, { step, at: [...block.at, 'start'], id: block.start, field: 'start' }, report);
  }
}

function nameOf({ kind, owner, at }: BlockModel): string {
  if (kind === 'branch') return `Branch ${String(at.at(-1))} of ${owner?.id ?? ''}`;
  return kind === 'finally' ? `The finally of ${owner?.id ?? ''}` : (owner?.id ?? 'The workflow');
}

function checkExit(model: Model, block: BlockModel, step: StepModel, exit: Exit, report: Report): void {
  if (exit.to === null || block.steps.has(exit.to)) return;
  notFound(model, block, { step: step.id, at: exit.at, id: exit.to, field: exit.kind }, report);
}

interface Dangling {
  readonly step: string | null;
  readonly at: Path;
  readonly id: string;
  readonly field: string;
}

function notFound(model: Model, block: BlockModel, { step, at, id, field }: Dangling, report: Report): void {
  const here = [...block.steps.keys()];
  const near = nearest(id, here);
  const what = field === 'start' ? `The start, ${id},` : `${step ?? ''} goes on to ${id}, which`;
  const why = model.steps.has(id) ? 'is in another block' : 'does not exist';
  const choice = near === null ? `name one of this block (${oneOf(here)})` : `did you mean ${near}?`;
  report.add({ code: 'STEP_NOT_FOUND', at, step, message: `${what} ${why}: ${choice}${near === null ? '.' : ''}` });
}

function checkReach(block: BlockModel, report: Report): void {
  if (block.start === null || !block.steps.has(block.start)) return;
  const { reachable } = graphOf(block);
  for (const step of block.steps.values()) {
    if (reachable.has(step)) continue;
    const message = `No way leads to ${step.id}: connect or remove it.`;
    report.add({ code: 'STEP_UNREACHABLE', at: step.at, step: step.id, message });
  }
}

/** Steps that end at once and leave nobody a say: a cycle of nothing else never ends. */
function checkCycles(block: BlockModel, report: Report): void {
  const instant = (step: StepModel): boolean => step.type === 'set';
  const done = new Set<StepModel>();
  for (const start of block.steps.values()) {
    const way: StepModel[] = [];
    let at: StepModel | undefined = start;
    while (at && instant(at) && !done.has(at) && !way.includes(at)) {
      way.push(at);
      at = successors(block, at)[0];
    }
    if (at && way.includes(at)) {
      const ids = way.slice(way.indexOf(at)).map(({ id }) => id);
      const message = `${ids.join(' → ')} → ${at.id} never ends: add a choice that leaves it, a task or a wait.`;
      report.add({ code: 'CYCLE_INSTANT', at: at.at, step: at.id, message });
    }
    for (const step of way) done.add(step);
  }
}
