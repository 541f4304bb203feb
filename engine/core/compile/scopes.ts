import type { Reference } from '../expression/index.ts';
import type { Trigger } from '../definition/triggers.ts';
import { isObject, type Json } from '../json.ts';
import { graphOf } from './graph.ts';
import { type BlockModel, entries, isCaught, isEffectful, type Model, outward, type StepModel } from './model.ts';
import type { Reading } from './expressions.ts';
import { listed, oneOf } from './report.ts';
import type { Role, Site } from './templates.ts';
import { said } from './sentences.ts';

type Kind = Reference['kind'];

const flow = ['input', 'vars', 'steps', 'config', 'run', 'result', 'step', 'error', 'item', 'index', 'signal'] as const;

/** What a template can read, by what it is for. Some of it only in its place, which has a check of its own. */
const scopes: Readonly<Record<Role, readonly Kind[]>> = {
  start: ['input', 'config'],
  with: flow,
  step: flow,
  assign: flow,
  undo: flow,
  output: flow,
  attribute: ['input', 'vars', 'config', 'run'],
  signalKey: ['signal', 'input', 'vars', 'steps', 'run', 'config'],
  query: ['input', 'vars', 'steps', 'run', 'config', 'query'],
  update: ['input', 'vars', 'steps', 'run', 'config', 'update'],
  trigger: ['trigger'],
  slot: ['input', 'config'],
};

/** The names an expression of this template may begin with. */
export const rootsOf = ({ role }: Site): readonly Kind[] => scopes[role];

/** Whether the name is in the scope of templates like this at all; says so where it is not. */
export function isInScope({ site, reference: { kind, tested }, fault }: Reading): boolean {
  if (scopes[site.role].includes(kind)) return true;
  if (!tested) fault('SCOPE_LIMITED', said('SCOPE_LIMITED', { kind, roots: listed('list.and', scopes[site.role]) }));
  return false;
}

export function checkResult({ site, fault }: Reading): void {
  if (site.role === 'assign' && site.step?.type !== 'set' && site.step?.type !== 'choice') return;
  const key = site.role === 'assign' ? 'SCOPE_RESULT.none' : 'SCOPE_RESULT';
  fault('SCOPE_RESULT', said(key, { type: site.step?.type ?? '' }));
}

const stepFields: Readonly<Partial<Record<Role, readonly string[]>>> = {
  with: ['key'],
  assign: ['key'],
  undo: ['key', 'with', 'output', 'outcome'],
};

const stepKnows = (site: Site): readonly string[] | undefined =>
  site.step && isEffectful(site.step) ? stepFields[site.role] : undefined;

export function checkStepScope(reading: Reading): void {
  const { site, fault } = reading;
  const fields = stepKnows(site);
  if (fields) return checkField(reading, 'SCOPE_STEP', fields);
  fault('SCOPE_STEP', said('SCOPE_STEP'));
}

type ScopeCode = 'SCOPE_STEP' | 'SCOPE_SIGNAL' | 'SCOPE_QUERY' | 'SCOPE_UPDATE' | 'SCOPE_TRIGGER';

function checkField({ reference: { kind, path }, fault }: Reading, code: ScopeCode, fields: readonly string[]): void {
  const [field] = path;
  if (field === undefined || fields.includes(field)) return;
  fault(code, said('scope.field', { kind, field, known: oneOf(fields.map((one) => `${kind}.${one}`)) }));
}

/** DA1. Of the nearest map around. */
export function checkItem({ site, reference: { kind, tested }, fault }: Reading): void {
  if (tested || [...outward(site.block)].some((block) => block.kind === 'item')) return;
  fault('SCOPE_ITEM', said('SCOPE_ITEM', { kind }));
}

/** LI1. What a `receive` took, or what came without a key. */
function signalKnows({ role, step }: Site): readonly string[] | undefined {
  if (role === 'signalKey') return ['name', 'payload', 'id'];
  return role === 'assign' && step?.type === 'receive' ? ['name', 'payload', 'key', 'id', 'at'] : undefined;
}

export function checkSignal(reading: Reading): void {
  const { site, reference, fault } = reading;
  const fields = signalKnows(site);
  if (fields) return checkField(reading, 'SCOPE_SIGNAL', fields);
  if (reference.tested) return;
  fault('SCOPE_SIGNAL', said('SCOPE_SIGNAL'));
}

const askedKnows = ['name', 'input'];

export function checkQuery(reading: Reading): void {
  if (reading.site.role === 'query') return checkField(reading, 'SCOPE_QUERY', askedKnows);
  if (!reading.reference.tested) reading.fault('SCOPE_QUERY', said('SCOPE_QUERY'));
}

export function checkUpdate(reading: Reading): void {
  if (reading.site.role === 'update') return checkField(reading, 'SCOPE_UPDATE', askedKnows);
  if (!reading.reference.tested) {
    reading.fault('SCOPE_UPDATE', said('SCOPE_UPDATE'));
  }
}

/** LI5. What a trigger of each type knows of what came: of a schedule only the moment. */
const triggerKnows: Readonly<Record<Trigger['type'], readonly string[]>> = {
  schedule: ['at', 'name'],
  event: ['at', 'name', 'payload'],
  webhook: ['at', 'name', 'payload', 'headers', 'path', 'key'],
  message: ['at', 'name', 'payload', 'headers', 'topic', 'key'],
  file: ['at', 'name', 'payload', 'path', 'key'],
};

const isTriggerType = (type: Json | undefined): type is Trigger['type'] =>
  typeof type === 'string' && Object.hasOwn(triggerKnows, type);

export function checkTrigger(reading: Reading): void {
  const { site, reference, model, fault } = reading;
  if (site.role !== 'trigger') {
    if (!reference.tested) fault('SCOPE_TRIGGER', said('SCOPE_TRIGGER'));
    return;
  }
  checkField(reading, 'SCOPE_TRIGGER', triggerFields(site, model));
}

function triggerFields(site: Site, model: Model): readonly string[] {
  const triggers = model.document['triggers'];
  const trigger = isObject(triggers) ? entries(triggers).find(([name]) => name === site.at[1])?.[1] : undefined;
  const type = trigger?.['type'];
  return triggerKnows[isTriggerType(type) ? type : 'event'];
}

/** What may follow a name at the root of an expression here; null where the data decides. */
export function fieldsOf(kind: Kind, site: Site, model: Model): readonly string[] | null {
  if (kind === 'step') return stepKnows(site) ?? [];
  if (kind === 'signal') return signalKnows(site) ?? [];
  if (kind === 'query' || kind === 'update') return askedKnows;
  if (kind === 'trigger') return triggerFields(site, model);
  if (kind === 'run') return ['id', 'key', 'workflow', 'hash', 'startedAt'];
  return kind === 'error' ? ['type', 'message', 'details', 'cause'] : null;
}

export function checkError({ site, reference, fault }: Reading): void {
  if (reference.tested || (rootsOf(site).includes('error') && errorExists(site.block, site.step))) return;
  fault('SCOPE_ERROR', said('SCOPE_ERROR'));
}

/** After a catch of this or an enclosing block. */
function errorExists(block: BlockModel, from: StepModel | null): boolean {
  let at = from;
  for (const around of outward(block)) {
    if (around.kind === 'finally') return true;
    const { afterCatch, reachable } = graphOf(around);
    const inside = at && around.steps.get(at.id) === at;
    if (inside ? afterCatch.has(at as StepModel) : [...reachable].some((step) => endsCaught(step, afterCatch)))
      return true;
    at = around.owner;
  }
  return false;
}

/** For a block's output: whether one of the ways to its end goes through a catch. */
function endsCaught(step: StepModel, afterCatch: ReadonlySet<StepModel>): boolean {
  return step.exits.some((exit) => exit.to === null && (isCaught(exit) || afterCatch.has(step)));
}
