import { checkExpression, expressionSource } from '../expression/index.ts';
import { matchesType } from '../failure.ts';
import { isObject, type Json } from '../json.ts';
import { cyclicIn } from './cycles.ts';
import { graphOf, reach } from './graph.ts';
import {
  type BlockModel,
  isCaught,
  isEffectful,
  isShared,
  items,
  type Model,
  outward,
  sagaAround,
  type StepModel,
} from './model.ts';
import type { Report } from './report.ts';
import { textsIn } from './templates.ts';
import { type Said, said, type SentenceKey } from './sentences.ts';

/** SG6, as far as a drawing tells, and the warnings of SG8. */
export function checkSagas(model: Model, report: Report): void {
  for (const block of model.blocks) {
    for (const step of block.steps.values()) {
      if (isPivot(step)) checkPivot(step, model.document['defaults'], report);
      if (isEffectful(step)) checkEffect(step, report);
      if (step.type === 'try') checkCaughtEffects(step, report);
    }
  }
}

const isPivot = ({ type, json }: StepModel): boolean => type === 'task' && json['pivot'] === true;
const isReadOnly = ({ json }: StepModel): boolean => json['readOnly'] === true;
const isUndone = ({ json }: StepModel): boolean => isObject(json['compensate']);

function checkPivot(step: StepModel, defaults: Json | undefined, report: Report): void {
  const { id, at, json, block } = step;
  if (isUndone(step)) {
    report.add({
      code: 'PIVOT_COMPENSATE',
      at: [...at, 'compensate'],
      step: id,
      says: said('PIVOT_COMPENSATE', { id }),
    });
  }
  const pivot = [...at, 'pivot'];
  if (sagaAround(step) === null) {
    report.add({ code: 'PIVOT_OUTSIDE', at: pivot, step: id, says: said('PIVOT_OUTSIDE', { id }) });
  }
  const shared = [...outward(block)].find(isShared)?.owner?.type;
  if (shared) {
    report.add({ code: 'PIVOT_PARALLEL', at: pivot, step: id, says: said('PIVOT_PARALLEL', { id, type: shared }) });
  }
  if (inCycle(step)) {
    report.add({ code: 'PIVOT_CYCLE', at: pivot, step: id, says: said('PIVOT_CYCLE', { id }) });
  }
  if (json['pivot'] === true) for (const later of stepsAfter(step)) checkAfterPivot(step, later, defaults, report);
}

/** Also the steps that hold it, as often as they come. */
function inCycle(step: StepModel): boolean {
  for (let at: StepModel | null = step; at; at = at.block.owner) {
    if (cyclicIn(at.block).has(at)) return true;
  }
  return false;
}

/** Steps that may run once the pivot has completed, up to the end of the outermost saga. */
function stepsAfter(pivot: StepModel): readonly StepModel[] {
  const after: StepModel[] = [];
  for (let at: StepModel | null = pivot; at && sagaAround(at); at = at.block.owner) {
    for (const step of reach(at.block, completedExits(at))) after.push(...withInner(step));
  }
  return after;
}

function completedExits(step: StepModel): StepModel[] {
  const exits = step.exits.filter((exit) => !isCaught(exit));
  return exits.flatMap(({ to }) => (to === null ? [] : (step.block.steps.get(to) ?? [])));
}

const withInner = (step: StepModel): readonly StepModel[] => [
  step,
  ...step.blocks.flatMap((block) => [...block.steps.values()].flatMap(withInner)),
];

function checkAfterPivot(pivot: StepModel, step: StepModel, defaults: Json | undefined, report: Report): void {
  const { id, at, type, json } = step;
  if (type === 'fail') {
    report.add({ code: 'PIVOT_FAIL', at, step: id, says: said('PIVOT_FAIL', { id, pivot: pivot.id }) });
    return;
  }
  const flaw = fallible(step) ?? limited(step, defaults);
  if (flaw === null || items(json['catch']).some(([{ errors }]) => catches(errors, flaw.error))) return;
  const says = said('PIVOT_FALLIBLE', { id, pivot: pivot.id, hint: flaw.hint });
  report.add({ code: 'PIVOT_FALLIBLE', at, step: id, says });
}

const catches = (errors: Json | undefined, error: string | null): boolean =>
  errors === undefined ||
  (Array.isArray(errors) &&
    errors.some((one) => one === '*' || (error !== null && typeof one === 'string' && matchesType(one, error))));

interface Flaw {
  readonly hint: Said;
  /** The one error it is about; null where there may be any. */
  readonly error: string | null;
}

/** What may fail it for good although it is retried without limit. */
function fallible({ type, json }: StepModel): Flaw | null {
  const flaw = (hint: SentenceKey, error: string | null = null): Flaw => ({ hint: said(hint), error });
  if (type === 'choice') return json['otherwise'] === undefined ? flaw('fallible.otherwise') : null;
  if (type === 'receive') {
    const timed = json['timeout'] !== undefined && json['onTimeout'] === undefined;
    return timed ? flaw('fallible.receive', 'timeout.signal') : null;
  }
  if (json['timeout'] !== undefined) return flaw('fallible.timeout');
  const final = items(json['retry']).some(
    ([rule]) => Array.isArray(rule['nonRetryable']) && rule['nonRetryable'].length > 0,
  );
  if (final) return flaw('fallible.retry');
  if (type === 'emit' && json['signal'] !== undefined) return flaw('fallible.signal', 'signal.notFound');
  return type === 'child' ? flaw('fallible.child', 'child') : null;
}

/** RT5: these two end the attempts of a task also past a pivot. */
function limited({ type, json }: StepModel, defaults: Json | undefined): Flaw | null {
  if (type !== 'task') return null;
  const times = [json['timeouts'], isObject(defaults) ? defaults['timeouts'] : undefined].filter(isObject);
  const limit = ['scheduleToClose', 'scheduleToStart'].find((name) => times.some((one) => one[name] !== undefined));
  return limit === undefined ? null : { hint: said('fallible.limit', { field: limit }), error: `timeout.${limit}` };
}

function checkEffect(step: StepModel, report: Report): void {
  const { id, at, json } = step;
  if (isReadOnly(step) && isUndone(step)) {
    const says = said('COMPENSATE_READ_ONLY', { id });
    report.add({ code: 'COMPENSATE_READ_ONLY', at: [...at, 'compensate'], step: id, says });
  }
  const saga = sagaAround(step);
  if (saga && !isReadOnly(step) && !isUndone(step) && !afterPivot(step) && !isPivot(step)) {
    report.add({ code: 'SAGA_NO_UNDO', at, step: id, says: said('SAGA_NO_UNDO', { saga: saga.id, id }) });
  }
  if (isUndone(step) && json['compensateOn'] !== 'completed') checkUndoReads(step, report);
}

const pivots = new WeakMap<BlockModel, readonly StepModel[]>();

/** Steps of the block that are a point of no return, or hold one. */
function pivotsIn(block: BlockModel): readonly StepModel[] {
  const found =
    pivots.get(block) ??
    [...block.steps.values()].filter(
      (step) => isPivot(step) || step.blocks.some((inner) => pivotsIn(inner).length > 0),
    );
  pivots.set(block, found);
  return found;
}

const pastPivot = new WeakMap<StepModel, boolean>();

/** Past the pivot nothing is undone, so nothing need be. */
function afterPivot(step: StepModel): boolean {
  const known = pastPivot.get(step);
  if (known !== undefined) return known;
  const { block } = step;
  const before = graphOf(block).before.get(step);
  const isPast =
    (before !== undefined && pivotsIn(block).some((one) => before.has(one))) ||
    (block.owner !== null && afterPivot(block.owner));
  pastPivot.set(step, isPast);
  return isPast;
}

/** SG3: of a step whose outcome is unknown the undo sees `output: null`. */
function checkUndoReads({ id, at, json }: StepModel, report: Report): void {
  const undo = json['compensate'];
  if (!isObject(undo) || undo['with'] === undefined) return;
  for (const [text, place] of textsIn(undo['with'], [...at, 'compensate', 'with'])) {
    const source = expressionSource(text);
    const checked = source === null ? null : checkExpression(source);
    if (!checked?.ok) continue;
    const reads = checked.references.filter(
      ({ kind, path }) => kind === 'step' && path[0] === 'output' && path.length > 1,
    );
    const tested = checked.references.some((reference) => reference.tested && reference.kind === 'step');
    const [first] = reads;
    if (!first || tested) continue;
    const says = said('SAGA_UNDO_READS', { id, read: `step.${first.path.join('.')}` });
    report.add({ code: 'SAGA_UNDO_READS', at: place, step: id, offset: first.offset + 2, says });
  }
}

/** `try` does not undo (SG2): who catches its failure goes on beside what it left. */
function checkCaughtEffects(step: StepModel, report: Report): void {
  const { id, at, json } = step;
  if (items(json['catch']).length === 0 || sagaAround(step) === null) return;
  const effects = withInner(step).filter((inner) => inner !== step && isEffectful(inner) && !isReadOnly(inner));
  const [first] = effects.filter((inner) => sagaAround(inner) === sagaAround(step));
  if (!first) return;
  const says = said('SAGA_CATCH_KEEPS', { id, effect: first.id });
  report.add({ code: 'SAGA_CATCH_KEEPS', at: [...at, 'catch'], step: id, says });
}
