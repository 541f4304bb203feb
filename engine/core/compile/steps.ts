import { expressionSource } from '../expression/index.ts';
import { isObject, type Json } from '../json.ts';
import { entries, items, outward, type StepModel, text } from './model.ts';
import type { Report } from './report.ts';

/** What each type of step asks for beyond the shape of its fields. */
export function checkStep(step: StepModel, report: Report): void {
  if (step.type !== null) checks[step.type]?.(step, report);
  checkCompensate(step, report);
}

const checks: Readonly<Partial<Record<string, (step: StepModel, report: Report) => void>>> = {
  choice: checkChoice,
  wait: checkWait,
  parallel: checkParallel,
  map: checkMap,
  receive: checkReceive,
  emit: checkEmit,
  succeed: checkSucceed,
  continueAsNew: checkContinue,
};

function checkChoice({ id, at, json }: StepModel, report: Report): void {
  if (json['otherwise'] !== undefined) return;
  const always = items(json['branches']).some(([branch]) => text(branch['when'])?.replaceAll(' ', '') === '{%true%}');
  if (always) return;
  const message = `When no branch of ${id} is true, it fails with error choice: add otherwise if that is not meant.`;
  report.add({ code: 'CHOICE_NO_OTHERWISE', at, step: id, message });
}

function checkWait({ id, at, json }: StepModel, report: Report): void {
  const given = ['for', 'until'].filter((field) => json[field] !== undefined);
  if (given.length === 1) return;
  const message =
    given.length === 0
      ? `${id} does not say how long it waits: add for (a duration) or until (a time).`
      : `${id} has both for and until: remove one.`;
  report.add({ code: 'WAIT_AMBIGUOUS', at, step: id, message });
}

function checkParallel({ id, at, json, blocks }: StepModel, report: Report): void {
  if (blocks.length === 0) {
    report.add({ code: 'PARALLEL_EMPTY', at, step: id, message: `${id} has no branches: add one.` });
    return;
  }
  const [join] = entries({ join: json['join'] ?? null });
  const count = join?.[1]['count'];
  if (typeof count !== 'number' || count <= blocks.length) return;
  const message = `${id} waits for ${count} of ${blocks.length} branches: lower the count or add branches.`;
  report.add({ code: 'JOIN_TOO_LARGE', at: [...at, 'join', 'count'], step: id, message });
}

function checkMap({ id, at, json }: StepModel, report: Report): void {
  const given = json['items'];
  if (given === undefined || Array.isArray(given) || isExpressionText(given)) return;
  const message = `The items of ${id} are no array: write an array, or an expression that gives one.`;
  report.add({ code: 'MAP_ITEMS', at: [...at, 'items'], step: id, message });
}

const isExpressionText = (value: Json): boolean => typeof value === 'string' && expressionSource(value) !== null;

function checkReceive({ id, at, json }: StepModel, report: Report): void {
  if (json['onTimeout'] === undefined || json['timeout'] !== undefined) return;
  const message = `${id} waits without end, so it never goes on to onTimeout: add timeout, or remove onTimeout.`;
  report.add({ code: 'RECEIVE_NO_TIMEOUT', at: [...at, 'onTimeout'], step: id, message });
}

function checkEmit({ id, at, json }: StepModel, report: Report): void {
  const has = (field: string): boolean => json[field] !== undefined;
  const say = (message: string): void => report.add({ code: 'EMIT_AMBIGUOUS', at, step: id, message });
  if (has('signal') && has('event')) return say(`${id} has both signal and event: remove one.`);
  if (has('event')) {
    const [odd] = ['to', 'key'].filter(has);
    if (odd !== undefined) say(`${id} publishes an event, which goes to nobody in particular: remove ${odd}.`);
    return;
  }
  if (!has('signal')) return say(`${id} does not say what it emits: add signal and to, or event.`);
  const { to } = json;
  if (to === undefined) return say(`${id} does not say which run it signals: add to, the id of the run.`);
  if (typeof to === 'string') return;
  const message = `${id} signals what is no run: write its id as a text, or an expression that gives it.`;
  report.add({ code: 'EMIT_TARGET', at: [...at, 'to'], step: id, message });
}

function checkCompensate({ id, at, json }: StepModel, report: Report): void {
  const undo = json['compensate'];
  if (!isObject(undo)) return;
  const given = ['activity', 'workflow'].filter((field) => undo[field] !== undefined);
  if (given.length === 1) return;
  const message =
    given.length === 0
      ? `The compensate of ${id} does not say what undoes: add activity or workflow.`
      : `The compensate of ${id} has both activity and workflow: remove one.`;
  report.add({ code: 'COMPENSATE_AMBIGUOUS', at: [...at, 'compensate'], step: id, message });
}

function checkSucceed({ id, at, block }: StepModel, report: Report): void {
  for (const { kind, owner } of outward(block)) {
    const where =
      kind === 'branch' || kind === 'item' || owner?.type === 'saga'
        ? `a ${owner?.type ?? ''}`
        : kind === 'finally'
          ? 'a finally'
          : null;
    if (where === null) continue;
    const message = `${id} ends the whole run, which a step in ${where} cannot: leave out next to end the block instead.`;
    report.add({ code: 'SUCCEED_MISPLACED', at, step: id, message });
    return;
  }
}

function checkContinue({ id, at, block }: StepModel, report: Report): void {
  if (block.owner === null) return;
  const message = `${id} ends the run to begin it anew, which a step inside ${block.owner.id} cannot: move it to the top.`;
  report.add({ code: 'CONTINUE_MISPLACED', at, step: id, message });
}
