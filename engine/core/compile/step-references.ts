import type { StepType } from '../definition/document.ts';
import { nearest } from '../nearest.ts';
import type { Reading } from './expressions.ts';
import { graphOf } from './graph.ts';
import { type BlockModel, outward, type StepModel } from './model.ts';
import { meant } from './report.ts';
import type { Site } from './templates.ts';
import { type Said, said, type SentenceKey } from './sentences.ts';

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
    fault('REFERENCE_DYNAMIC', said('REFERENCE_DYNAMIC'));
    return;
  }
  const step = model.steps.get(reference.name);
  if (!step) return fault('REFERENCE_STEP_UNKNOWN', unknownStep(reference.name, [...model.steps.keys()]));
  if (withoutOutput.has(step.type)) {
    return fault('REFERENCE_NO_OUTPUT', said('REFERENCE_NO_OUTPUT', { id: step.id, type: step.type ?? '' }));
  }
  const [field] = reference.path;
  if (field !== undefined && field !== 'output') {
    return fault('REFERENCE_OUTPUT', said('REFERENCE_OUTPUT', { id: step.id, field }));
  }
  checkVisible(reading, step);
}

/** `steps.reserve-stock` is a subtraction to JSONata. */
function unknownStep(name: string, known: readonly string[]): Said {
  const dashed = known.find((id) => id.startsWith(`${name}-`));
  const hint =
    dashed === undefined
      ? meant(nearest(name, known), said('hint.id'))
      : { dashed, hint: said('hint.dashed', { near: dashed }) };
  return said('REFERENCE_STEP_UNKNOWN', { name, ...hint });
}

function checkVisible({ site, tested, fault }: Reading, step: StepModel): void {
  const around = [...outward(site.block)];
  if (!around.includes(step.block)) return fault('REFERENCE_NOT_VISIBLE', notVisible(step, site));
  if (site.step === step && site.role !== 'output') {
    return fault('REFERENCE_NOT_RUN', said(ownHint(site), { id: step.id }));
  }
  if (tested.has(step.id) || anyTime.has(site.role)) return;
  const why = whyNotRun(site, step);
  if (why !== null) fault('REFERENCE_NOT_RUN', said('REFERENCE_NOT_RUN', { id: step.id, why }));
}

/** Asked of a run wherever it is: there what is not there yet is undefined, and said so to whoever asks. */
const anyTime: ReadonlySet<Site['role']> = new Set(['query', 'update', 'signalKey'] as const);

function ownHint({ role }: Site): SentenceKey {
  if (role === 'assign') return 'REFERENCE_NOT_RUN.result';
  return role === 'undo' ? 'REFERENCE_NOT_RUN.undo' : 'REFERENCE_NOT_RUN.own';
}

function notVisible({ id, block }: StepModel, site: Site): Said {
  const { owner, kind, at } = block;
  const holder = owner?.id ?? '';
  const name = kind === 'branch' ? `.${String(at.at(-1))}` : '';
  const read = site.step?.id === holder ? 'result' : `steps.${holder}.output${name}`;
  return said('REFERENCE_NOT_VISIBLE', { id, holder, read });
}

/** Null when it has. The step of the site's own block, or the one that holds it, tells from where it is seen. */
function whyNotRun(site: Site, step: StepModel): Said | null {
  const { block } = step;
  const viewer = viewerIn(block, site);
  const graph = graphOf(block);
  if (viewer === null) return graph.atEnd.has(step) ? null : said('why.end');
  const before = graph.before.get(viewer);
  if (!before || before.has(step)) return null; // what no way leads to is told of elsewhere
  if (before.isEmpty && viewer.id === block.start) return said('why.first', { viewer: viewer.id });
  return said('why.way', { viewer: viewer.id });
}

/** The step of this block from which a template is evaluated; null for the block's own output. */
export function viewerIn(block: BlockModel, site: Site): StepModel | null {
  if (site.block === block) return site.role === 'output' ? null : site.step;
  for (const inner of outward(site.block)) if (inner.owner?.block === block) return inner.owner;
  return null;
}
