import { createHash } from 'node:crypto';
import { activitiesIn } from '../../activities/index.ts';
import {
  checkExpression,
  compileTemplate,
  evaluateTemplate,
  expressionSource,
  isExpression,
  type Template,
} from '../../core/expression/index.ts';
import type { Json } from '../../core/json.ts';
import type { Outcome, StartRequest } from '../../runtime/index.ts';
import { api, type HostContext } from '../context.ts';
import { fromTexts } from '../from-texts.ts';
import { toJsonObject } from '../json.ts';
import { checkStart } from '../prepare-run.ts';
import { startableOf } from './start-run.ts';

/**
 * LI5. A part of a batch. The id of an item's run is made of workflow, batch and key, and the journal takes each id once: so a part may be
 * sent again, whole or in other pieces, for as long as its runs are kept.
 */
export const startBatch = api.runs.startBatch.handler(async ({ context, input, errors }) => {
  const { batch, items, key } = input;
  const template = key === undefined ? null : keyTemplate(key);
  if (template !== null && !template.ok)
    throw errors.INVALID({ message: `The key cannot be told: ${template.why}`, data: { details: [] } });
  const { definition, hash, sources } = await startableOf(context, input, errors);
  await context.workforce.warmUp?.(activitiesIn(definition));
  const stored = toJsonObject(definition);
  const results = await Promise.all(
    items.map(async ({ line, input: given }): Promise<Started> => {
      const item = input.texts === true ? fromTexts(definition.input, given) : given;
      const named = await keyOf(template?.value ?? null, item, line);
      if (!named.ok) return { line, why: named.why };
      const config = checkStart(definition, item, sources);
      if (!config.ok) return { line, why: config.diagnostics[0]?.message ?? 'It does not fit.' };
      const runId = itemRun(definition.name, batch, named.key);
      const { by } = context;
      return startOne(context, { definition: stored, hash, input: item, config: config.value, by, runId }, line);
    }),
  );
  return {
    started: results.filter((one) => one === 'started').length,
    existing: results.filter((one) => one === 'existing').length,
    failed: results.filter((one) => typeof one === 'object'),
  };
});

type Started = 'started' | 'existing' | { readonly line: number; readonly why: string };

async function startOne({ engine }: HostContext, request: StartRequest, line: number): Promise<Started> {
  const outcome: Outcome = await engine.start(request);
  if (outcome.kind === 'accepted') return 'started';
  return outcome.code === 'alreadyStarted' ? 'existing' : { line, why: outcome.reason };
}

type KeyTemplate = { readonly ok: true; readonly value: Template } | { readonly ok: false; readonly why: string };

/** With its marks or without. */
function keyTemplate(key: string): KeyTemplate {
  const text = isExpression(key) ? key : `{% ${key} %}`;
  const checked = checkExpression(expressionSource(text) ?? '');
  return checked.ok ? { ok: true, value: compileTemplate(text) } : { ok: false, why: checked.message };
}

type Key = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly why: string };

async function keyOf(template: Template | null, item: Json, line: number): Promise<Key> {
  if (template === null) return { ok: true, key: String(line) };
  const value = await evaluateTemplate(template, { item, index: line }, { nowMs: 0, seed: '' });
  if (!value.ok) return { ok: false, why: `The key cannot be told: ${value.error.message}` };
  const key = value.value;
  if (typeof key === 'number' || (typeof key === 'string' && key !== '')) return { ok: true, key: String(key) };
  return { ok: false, why: `The key is ${JSON.stringify(key).slice(0, 40)}: a text or a number is one.` };
}

function itemRun(workflow: string, batch: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([workflow, batch, key]))
    .digest('hex');
  return `${workflow}.${batch}.${digest.slice(0, 24)}`;
}
