import type { Definition } from '../../core/compile/index.ts';
import { checkExpression, expressionSource } from '../../core/expression/index.ts';
import { link, type Program } from '../../core/index.ts';
import { nearest } from '../../core/nearest.ts';
import { type Mock, type Mocks, mocksSchema } from '../../memory/index.ts';
import { type Failed, ok, type Result, wrongInput } from '../codes.ts';
import { readJsonFile } from '../inputs.ts';

/** Whose steps may have mocks: the workflow that is run, and those it may start. */
export type Mockable = readonly [Definition, ...(readonly Definition[])];

/** The file, and all that can be wrong with it, before anything is begun. No file: no mocks. Without workflows any step will do. */
export async function readMocks(file: string | undefined, workflows?: Mockable): Promise<Result<Mocks>> {
  if (file === undefined) return ok({});
  const json = await readJsonFile(file);
  if (!json.ok) return json;
  const parsed = mocksSchema.safeParse(json.value);
  if (!parsed.success) return wrong(file, problemOf(parsed.error.issues));
  const unknown = workflows === undefined ? null : unknownStep(parsed.data, workflows);
  const problem = unknown ?? wrongCondition(parsed.data);
  return problem === null ? ok(parsed.data) : wrong(file, problem);
}

type StepNode = Program['steps'] extends ReadonlyMap<string, infer Node> ? Node : never;

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const wrong = (file: string, { path, message }: Problem): Failed =>
  wrongInput(`${file} is wrong at ${pointerOf(path) || 'its root'}: ${message}`);

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

type Issue = NonNullable<ReturnType<typeof mocksSchema.safeParse>['error']>['issues'][number];

const entryForm = '{ "return": … }, { "throw": { "type", "message" } }, { "timeout": KIND } or { "lose": true }';
const form = `a step has a list of entries, each ${entryForm}.`;

const durationForm = 'it is no duration: give one such as 500ms, 30s, 5m or 2h.';

/** Of an entry that is none of its kinds, what is wrong with the kind that was meant. */
function problemOf([issue]: readonly Issue[]): Problem {
  if (issue === undefined) return { path: [], message: form };
  if (issue.code !== 'invalid_union') return isInEntry(issue) ? inEntry(issue) : { path: issue.path, message: form };
  const meant = issue.errors.filter((part) => !part.some(isOtherKind));
  const [inner] = meant.length === 1 ? (meant[0] ?? []) : [];
  if (inner === undefined) return { path: issue.path, message: form };
  return inEntry({ path: [...issue.path, ...inner.path], message: inner.message });
}

const isInEntry = ({ code, path }: Issue): boolean => path.length > 2 || code === 'unrecognized_keys';

/** What is wrong with an entry whose kind is known. */
function inEntry({ path, message }: Problem): Problem {
  const isDuration = path.length === 3 && path[2] === 'after';
  return { path, message: isDuration ? durationForm : message.replace(/\.?$/, '.') };
}

const kinds = ['return', 'throw', 'timeout', 'lose'];

const isOtherKind = ({ code, path, ...issue }: Issue): boolean =>
  code === 'unrecognized_keys' && path.length === 0 && 'keys' in issue && issue.keys.some((key) => kinds.includes(key));

function unknownStep(mocks: Mocks, workflows: Mockable): Problem | null {
  const nodes = workflows.flatMap((each) => [...link(each, '').steps.values()]);
  const steps = new Set(nodes.map(({ id }) => id));
  const undone = new Set(nodes.filter(isUndone).map(({ id }) => id));
  for (const key of Object.keys(mocks)) {
    const id = key.replace(/#undo$/, '');
    const problem = steps.has(id) ? null : noStep(id, steps, workflows[0].name);
    const message = problem ?? (key === id || undone.has(id) ? null : noUndo(id, undone));
    if (message !== null) return { path: [key], message };
  }
  return null;
}

const isUndone = (node: StepNode): boolean => 'undo' in node && node.undo !== null;

function noStep(id: string, steps: ReadonlySet<string>, workflow: string): string {
  const near = nearest(id, steps.values());
  const hint = near === null ? `the steps are ${[...steps].join(', ')}.` : `did you mean ${near}?`;
  return `there is no step ${id} in ${workflow}: ${hint}`;
}

function noUndo(id: string, undone: ReadonlySet<string>): string {
  const hint = undone.size === 0 ? 'no step has one' : `the steps that have one are ${[...undone].join(', ')}`;
  return `${id} has no compensate, so it has no undo: ${hint}.`;
}

function wrongCondition(mocks: Mocks): Problem | null {
  for (const [key, entries] of Object.entries(mocks))
    for (const [i, entry] of entries.entries()) {
      const message = conditionProblem(entry);
      if (message !== null) return { path: [key, i, 'when'], message };
    }
  return null;
}

function conditionProblem({ when }: Mock): string | null {
  if (when === undefined) return null;
  const checked = checkExpression(expressionSource(when) ?? when);
  return checked.ok ? null : checked.message;
}
