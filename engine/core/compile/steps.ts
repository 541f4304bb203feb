import { expressionSource } from '../expression/index.ts';
import { isObject, type Json } from '../json.ts';
import { entries, items, outward, type StepModel, text } from './model.ts';
import type { Report } from './report.ts';
import { said, type SentenceKey } from './sentences.ts';

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
  report.add({ code: 'CHOICE_NO_OTHERWISE', at, step: id, says: said('CHOICE_NO_OTHERWISE', { id }) });
}

function checkWait({ id, at, json }: StepModel, report: Report): void {
  const given = ['for', 'until'].filter((field) => json[field] !== undefined);
  if (given.length === 1) return;
  const says = said(given.length === 0 ? 'WAIT_AMBIGUOUS' : 'WAIT_AMBIGUOUS.both', { id });
  report.add({ code: 'WAIT_AMBIGUOUS', at, step: id, says });
}

function checkParallel({ id, at, json, blocks }: StepModel, report: Report): void {
  if (blocks.length === 0) {
    report.add({ code: 'PARALLEL_EMPTY', at, step: id, says: said('PARALLEL_EMPTY', { id }) });
    return;
  }
  const [join] = entries({ join: json['join'] ?? null });
  const count = join?.[1]['count'];
  if (typeof count !== 'number' || count <= blocks.length) return;
  const says = said('JOIN_TOO_LARGE', { id, count, branches: blocks.length });
  report.add({ code: 'JOIN_TOO_LARGE', at: [...at, 'join', 'count'], step: id, says });
}

function checkMap({ id, at, json }: StepModel, report: Report): void {
  const given = json['items'];
  if (given === undefined || Array.isArray(given) || isExpressionText(given)) return;
  report.add({ code: 'MAP_ITEMS', at: [...at, 'items'], step: id, says: said('MAP_ITEMS', { id }) });
}

const isExpressionText = (value: Json): boolean => typeof value === 'string' && expressionSource(value) !== null;

function checkReceive({ id, at, json }: StepModel, report: Report): void {
  if (json['onTimeout'] === undefined || json['timeout'] !== undefined) return;
  report.add({
    code: 'RECEIVE_NO_TIMEOUT',
    at: [...at, 'onTimeout'],
    step: id,
    says: said('RECEIVE_NO_TIMEOUT', { id }),
  });
}

function checkEmit({ id, at, json }: StepModel, report: Report): void {
  const has = (field: string): boolean => json[field] !== undefined;
  const say = (key: SentenceKey, field = ''): void =>
    report.add({ code: 'EMIT_AMBIGUOUS', at, step: id, says: said(key, { id, field }) });
  if (has('signal') && has('event')) return say('EMIT_AMBIGUOUS.both');
  if (has('event')) {
    const [odd] = ['to', 'key'].filter(has);
    if (odd !== undefined) say('EMIT_AMBIGUOUS.event', odd);
    return;
  }
  if (!has('signal')) return say('EMIT_AMBIGUOUS');
  const { to } = json;
  if (to === undefined) return say('EMIT_AMBIGUOUS.to');
  if (typeof to === 'string') return;
  report.add({ code: 'EMIT_TARGET', at: [...at, 'to'], step: id, says: said('EMIT_TARGET', { id }) });
}

function checkCompensate({ id, at, json }: StepModel, report: Report): void {
  const undo = json['compensate'];
  if (!isObject(undo)) return;
  const given = ['activity', 'workflow'].filter((field) => undo[field] !== undefined);
  if (given.length === 1) return;
  const says = said(given.length === 0 ? 'COMPENSATE_AMBIGUOUS' : 'COMPENSATE_AMBIGUOUS.both', { id });
  report.add({ code: 'COMPENSATE_AMBIGUOUS', at: [...at, 'compensate'], step: id, says });
}

function checkSucceed({ id, at, block }: StepModel, report: Report): void {
  for (const { kind, owner } of outward(block)) {
    const where =
      kind === 'branch' || kind === 'item' || owner?.type === 'saga'
        ? said('place.step', { type: owner?.type ?? '' })
        : kind === 'finally'
          ? said('place.finally')
          : null;
    if (where === null) continue;
    report.add({ code: 'SUCCEED_MISPLACED', at, step: id, says: said('SUCCEED_MISPLACED', { id, where }) });
    return;
  }
}

function checkContinue({ id, at, block }: StepModel, report: Report): void {
  if (block.owner === null) return;
  const says = said('CONTINUE_MISPLACED', { id, owner: block.owner.id });
  report.add({ code: 'CONTINUE_MISPLACED', at, step: id, says });
}
