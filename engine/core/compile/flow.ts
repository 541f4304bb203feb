import { nearest } from '../nearest.ts';
import { graphOf, successors } from './graph.ts';
import { type BlockModel, type Exit, type Model, type StepModel } from './model.ts';
import type { Path } from './pointer.ts';
import { meant, oneOf, type Report } from './report.ts';
import { checkStep } from './steps.ts';
import { type Said, said } from './sentences.ts';

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
    report.add({ code: 'STEP_DUPLICATE', at: step.at, step: step.id, says: said('STEP_DUPLICATE', { id: step.id }) });
  }
}

function checkStart(model: Model, block: BlockModel, report: Report): void {
  const step = block.owner?.id ?? null;
  if (block.steps.size === 0) {
    report.add({ code: 'BLOCK_EMPTY', at: block.at, step, says: emptyOf(block) });
  } else if (block.start !== null && !block.steps.has(block.start)) {
    notFound(model, block, { step, at: [...block.at, 'start'], id: block.start, field: 'start' }, report);
  }
}

function emptyOf({ kind, owner, at }: BlockModel): Said {
  if (owner === null) return said('BLOCK_EMPTY');
  const step = owner.id;
  if (kind === 'branch') return said('BLOCK_EMPTY.branch', { branch: String(at.at(-1)), step });
  return said(kind === 'finally' ? 'BLOCK_EMPTY.finally' : 'BLOCK_EMPTY.step', { step });
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
  const what = field === 'start' ? said('target.start', { id }) : said('target.exit', { step: step ?? '', id });
  const why = said(model.steps.has(id) ? 'target.elsewhere' : 'target.missing');
  const hint = meant(near, said('hint.choose', { here: oneOf(here) }));
  report.add({ code: 'STEP_NOT_FOUND', at, step, says: said('STEP_NOT_FOUND', { what, why, id, ...hint }) });
}

function checkReach(block: BlockModel, report: Report): void {
  if (block.start === null || !block.steps.has(block.start)) return;
  const { reachable } = graphOf(block);
  for (const step of block.steps.values()) {
    if (reachable.has(step)) continue;
    const says = said('STEP_UNREACHABLE', { id: step.id });
    report.add({ code: 'STEP_UNREACHABLE', at: step.at, step: step.id, says });
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
      const says = said('CYCLE_INSTANT', { way: [...ids, at.id].join(' → ') });
      report.add({ code: 'CYCLE_INSTANT', at: at.at, step: at.id, says });
    }
    for (const step of way) done.add(step);
  }
}
