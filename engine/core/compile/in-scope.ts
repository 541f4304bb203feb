/** What an expression may read at a place: the checks of the compiler, asked the other way round, for editors that offer it. */
import type { Reference } from '../expression/index.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { blockKey, ITEM } from '../machine/program.ts';
import { checks, type Reading } from './expressions.ts';
import { graphOf, successors } from './graph.ts';
import { type BlockModel, entries, type Model, modelOf, outward, type StepModel } from './model.ts';
import type { Path } from './pointer.ts';
import { fieldsOf, rootsOf } from './scopes.ts';
import { takesSecrets } from './secrets.ts';
import { checkStepReference, viewerIn, withoutOutput } from './step-references.ts';
import { type Role, type Site, siteAt } from './templates.ts';
import { Variables } from './variables.ts';

export interface InScope {
  readonly role: Role;
  /** Id of the step whose template it is; of an output, the step that holds the block. */
  readonly step: string | null;
  /** Key of the block in which it is evaluated, as a program names it: `''`, `saga.body`, `each.item`. */
  readonly block: string;
  /** Where the template stands in the document. */
  readonly at: Path;
  /** Names an expression may begin with, and what may follow them; null where the data decides. */
  readonly roots: readonly { readonly name: string; readonly fields: readonly string[] | null }[];
  readonly variables: readonly string[];
  /** In the order of the file. */
  readonly steps: readonly StepInScope[];
  readonly config: readonly string[];
  /** `{% secrets.NAME %}` may stand here. */
  readonly secrets: boolean;
  /** The nearest map around: whose `item` it is. */
  readonly map: string | null;
}

export interface StepInScope {
  readonly id: string;
  /** It has an output whenever the template is evaluated; else one way leads here without it. */
  readonly certain: boolean;
}

const models = new WeakMap<JsonObject, Model>();

/** A document is not changed once it is given here. */
function modelFor(document: JsonObject): Model {
  const model = models.get(document) ?? modelOf(document);
  models.set(document, model);
  return model;
}

/** Whether a template, so an expression too, may stand there. */
export function takesTemplate(document: Json, path: Path): boolean {
  return isObject(document) && siteAt(modelFor(document), path) !== null;
}

/** Null where no template may stand. */
export function inScope(document: Json, path: Path): InScope | null {
  if (!isObject(document)) return null;
  const model = modelFor(document);
  const site = siteAt(model, path);
  if (site === null) return null;
  const variables = new Variables(model);
  const canRead = (kind: Reference['kind']): boolean => isReadable(kind, site, model, variables);
  const roots = rootsOf(site).filter(canRead);
  return {
    role: site.role,
    step: site.step?.id ?? null,
    block: keyOf(site.block),
    at: site.at,
    roots: roots.map((name) => ({ name, fields: fieldsOf(name, site, model) })),
    variables: roots.includes('vars') ? variables.visible(site.block) : [],
    steps: roots.includes('steps') ? stepsFor(site, model) : [],
    config: Object.keys(entries({ config: model.document['config'] ?? null })[0]?.[1] ?? {}),
    secrets: takesSecrets(site),
    map: [...outward(site.block)].find(({ kind }) => kind === 'item')?.owner?.id ?? null,
  };
}

function keyOf({ kind, owner, at }: BlockModel): string {
  if (owner === null) return '';
  return blockKey(owner.id, kind === 'item' ? ITEM : kind === 'branch' ? String(at.at(-1)) : kind);
}

const reference = { name: null, path: [], offset: 0, tested: false };

function isReadable(kind: Reference['kind'], site: Site, model: Model, variables: Variables): boolean {
  if (kind === 'steps') return true;
  let isFaulty = false;
  const fault: Reading['fault'] = () => (isFaulty = true);
  checks[kind]({ site, reference: { ...reference, kind }, tested: new Set(), model, fault }, variables);
  return !isFaulty;
}

/** Steps of this and the enclosing blocks that can have run before. */
function stepsFor(site: Site, model: Model): readonly StepInScope[] {
  const early = new Map([...outward(site.block)].map((block) => [block, earlierIn(block, site)]));
  return [...model.steps.values()].flatMap((step) => {
    if (!early.get(step.block)?.has(step) || withoutOutput.has(step.type)) return [];
    return [{ id: step.id, certain: isCertain(step, site, model) }];
  });
}

function isCertain(step: StepModel, site: Site, model: Model): boolean {
  let isFaulty = false;
  const fault: Reading['fault'] = () => (isFaulty = true);
  const read: Reference = { ...reference, kind: 'steps', name: step.id, path: ['output'] };
  checkStepReference({ site, reference: read, tested: new Set(), model, fault });
  return !isFaulty;
}

/** Steps of the block from which some way leads to where the template is evaluated; in a loop, not the step itself. */
function earlierIn(block: BlockModel, site: Site): ReadonlySet<StepModel> {
  const viewer = viewerIn(block, site);
  if (viewer === null) return graphOf(block).reachable;
  const into = new Map<StepModel, StepModel[]>();
  for (const step of block.steps.values())
    for (const next of successors(block, step)) into.set(next, [...(into.get(next) ?? []), step]);
  const found = new Set(into.get(viewer));
  for (const step of found) for (const before of into.get(step) ?? []) found.add(before);
  found.delete(viewer);
  return found;
}
