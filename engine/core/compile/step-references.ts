import type { StepType } from '../definition/document.ts';
import { nearest } from '../nearest.ts';
import type { Reading } from './expressions.ts';
import { graphOf } from './graph.ts';
import { type BlockModel, outward, type StepModel } from './model.ts';
import type { Site } from './templates.ts';

export const withoutOutput: ReadonlySet<StepType | null> = new Set([
  'choice',
  'set',
  'fail',
  'succeed',
  'wait',
  'continueAsNew',
] as const);

/** DA2: `steps.ID.output` of a step of this or an enclosing block that has completed whenever the template is evaluated. */
export function checkStepReference(reading: Reading): void {
  const { reference, model, fault } = reading;
  if (reference.name === null) {
    fault(
      'REFERENCE_DYNAMIC',
      'Which steps this reads cannot be told, so it cannot be checked: name them, as in steps.pay.output.',
    );
    return;
  }
  const step = model.steps.get(reference.name);
  if (!step) return fault('REFERENCE_STEP_UNKNOWN', unknownStep(reference.name, [...model.steps.keys()]));
  if (withoutOutput.has(step.type)) {
    return fault(
      'REFERENCE_NO_OUTPUT',
      `${step.id} is a ${step.type ?? ''}, which has no output: read a variable instead.`,
    );
  }
  const [field] = reference.path;
  if (field !== undefined && field !== 'output') {
    return fault('REFERENCE_OUTPUT', `Of a step only its output can be read: write steps.${step.id}.output.${field}.`);
  }
  checkVisible(reading, step);
}

/** `steps.reserve-stock` is a subtraction to JSONata. */
function unknownStep(name: string, known: readonly string[]): string {
  const dashed = known.find((id) => id.startsWith(`${name}-`));
  if (dashed !== undefined)
    return `There is no step ${name}: a name with a dash is quoted, steps.\`${dashed}\`.output.`;
  const near = nearest(name, known);
  return `There is no step ${name}: ${near === null ? 'correct the id.' : `did you mean ${near}?`}`;
}

function checkVisible({ site, tested, fault }: Reading, step: StepModel): void {
  const around = [...outward(site.block)];
  if (!around.includes(step.block)) return fault('REFERENCE_NOT_VISIBLE', notVisible(step, site));
  if (site.step === step && site.role !== 'output') {
    return fault('REFERENCE_NOT_RUN', `${step.id} reads its own output before it has one${ownHint(site)}`);
  }
  if (tested.has(step.id) || anyTime.has(site.role)) return;
  const why = whyNotRun(site, step);
  if (why !== null)
    fault('REFERENCE_NOT_RUN', `${step.id} need not have run here, ${why}: give another value with ??.`);
}

/** Asked of a run wherever it is: there what is not there yet is undefined, and said so to whoever asks. */
const anyTime: ReadonlySet<Site['role']> = new Set(['query', 'update', 'signalKey'] as const);

function ownHint({ role }: Site): string {
  if (role === 'assign') return ': read result.';
  return role === 'undo' ? ': read step.output.' : '.';
}

function notVisible({ id, block }: StepModel, site: Site): string {
  const { owner, kind, at } = block;
  const holder = owner?.id ?? '';
  const name = kind === 'branch' ? `.${String(at.at(-1))}` : '';
  const inside = site.step?.id === holder ? 'result' : `steps.${holder}.output${name}`;
  return `${id} is inside ${holder}, which only gives out its own output: read ${inside}.`;
}

/** Null when it has. The step of the site's own block, or the one that holds it, tells from where it is seen. */
function whyNotRun(site: Site, step: StepModel): string | null {
  const { block } = step;
  const viewer = viewerIn(block, site);
  const graph = graphOf(block);
  if (viewer === null) return graph.atEnd.has(step) ? null : 'since one way to the end of the block leaves it out';
  const before = graph.before.get(viewer);
  if (!before || before.has(step)) return null; // what no way leads to is told of elsewhere
  if (before.isEmpty && viewer.id === block.start) return `since ${viewer.id} is first`;
  return `since one way to ${viewer.id} leaves it out or catches its failure`;
}

/** The step of this block from which a template is evaluated; null for the block's own output. */
export function viewerIn(block: BlockModel, site: Site): StepModel | null {
  if (site.block === block) return site.role === 'output' ? null : site.step;
  for (const inner of outward(site.block)) if (inner.owner?.block === block) return inner.owner;
  return null;
}
