import { isObject, wordsOf } from '@sagaloom/engine/core';
import { isEditableObject, renameKey } from '../document/draft.ts';
import {
  type Draft,
  type EditableObject,
  enclosingBlocks,
  freshId,
  outlineOf,
  readAt,
  withInner,
  writeAt,
} from '../document/index.ts';
import { asName, literally } from '../document/operations/rename.ts';
import {
  type Case,
  fix,
  type Fix,
  lastOf,
  type Maker,
  objectAt,
  partOf,
  remove,
  removing,
  said,
  set,
  setting,
} from './fix.ts';
import { asExpression, orElse, replacing } from './texts.ts';

/** What expressions read, and what is declared for them. */
export const expressionFixes = {
  EXPRESSION_SYNTAX: syntax,
  EXPRESSION_MARKS: ({ path, value }) =>
    typeof value === 'string' ? [fix('fixes.do.asExpression', {}, set(path, asExpression(value)))] : [],
  VAR_UNDECLARED: (problem) => {
    const name = said(problem, 'name') ?? '';
    const near = said(problem, 'near');
    const declare = fix('fixes.do.declareVariable', { name }, set(['variables', name], null), {
      isSafe: near === null,
      show: ['variables', name],
    });
    return [
      near === null ? null : (nameInstead(problem, 'vars', name, near) ?? keyInstead(problem, near)),
      isOwnSomewhere(problem.document, name) ? null : declare,
    ];
  },
  VAR_SHARED_WRITE: (problem) => {
    const name = said(problem, 'name') ?? '';
    const held = problem.document.variables;
    const own = freshId(`${name}_own`, new Set(isObject(held) ? Object.keys(held) : []));
    return [
      fix('fixes.do.ownVariable', { name: own }, (draft) => renameTo(draft, problem, own)),
      removing(problem.path),
    ];
  },
  VAR_UNUSED: (problem) => {
    const name = said(problem, 'name') ?? '';
    return [
      fix('fixes.do.removeVariable', { name }, (draft) => forgetVariable(draft, problem, name), { isSafe: true }),
    ];
  },
  CONFIG_UNDECLARED: (problem) => {
    const name = said(problem, 'name') ?? '';
    const near = said(problem, 'near');
    const isName = /^[A-Z][A-Z0-9_]*$/.test(name);
    return [
      near === null ? null : nameInstead(problem, 'config', name, near),
      isName
        ? fix('fixes.do.declareConfig', { name }, set(['config', name], { type: 'string' }), {
            isSafe: near === null,
            show: ['config', name],
          })
        : null,
    ];
  },
  CONFIG_DEFAULT: (problem) => typeOrValue(problem, said(problem, 'found')),
  ATTRIBUTE_TYPE: (problem) => typeOrValue(problem, typeof problem.value),
  SECRET_MISPLACED: (problem) => {
    const secret = said(problem, 'secret');
    const isKnown = partOf(problem) === 'SECRET_MISPLACED.beside' && secret !== null && !/\bNAME\b/.test(secret);
    return [isKnown ? setting(problem.path, secret) : null, removing(problem.path)];
  },
  REFERENCE_UNKNOWN: (problem) => {
    const near = said(problem, 'near');
    const name = literally(said(problem, 'name') ?? '');
    if (near !== null) return [replacing(problem, new RegExp(name), () => near)];
    const example = said(problem, 'example');
    return [example === null ? null : replacing(problem, new RegExp(name), () => example, 'fixes.do.read')];
  },
  REFERENCE_STEP_UNKNOWN: (problem) => {
    const name = literally(said(problem, 'name') ?? '');
    const dashed = said(problem, 'dashed');
    if (dashed !== null)
      return [replacing(problem, new RegExp(`steps\\s*\\.\\s*${literally(dashed)}`), () => `steps.\`${dashed}\``)];
    const near = said(problem, 'near');
    if (near === null) return [];
    return [replacing(problem, new RegExp(`steps\\s*\\.\\s*(?:\`${name}\`|${name})`), () => `steps.${asName(near)}`)];
  },
  REFERENCE_NOT_VISIBLE: (problem) => {
    const read = said(problem, 'read');
    const holder = said(problem, 'holder') ?? '';
    const isInside = withInner(outlineOf(problem.document), holder).includes(problem.diagnostic.step ?? '');
    if (read === null || (isInside && read !== 'result')) return []; // what holds it has no output yet
    const id = literally(said(problem, 'id') ?? '');
    const whole = new RegExp(`steps\\s*\\.\\s*(?:\`${id}\`|${id})(?:\\s*\\.\\s*output)?`);
    const written = read.replace(/^steps\.([\w-]+)/, (_, of: string) => `steps.${asName(of)}`);
    return [replacing(problem, whole, () => written, 'fixes.do.read')];
  },
  REFERENCE_NOT_RUN: (problem) => {
    const instead: Readonly<Record<string, string>> = {
      'REFERENCE_NOT_RUN.result': 'result',
      'REFERENCE_NOT_RUN.undo': 'step.output',
    };
    const own = instead[partOf(problem) ?? ''];
    const output = /steps\s*\.\s*(?:`[^`]+`|\w+)(?:\s*\.\s*output)?/;
    if (own !== undefined) return [replacing(problem, output, () => own, 'fixes.do.read')];
    return partOf(problem) === 'REFERENCE_NOT_RUN' ? [orElse(problem, 'null')] : [];
  },
  REFERENCE_OUTPUT: (problem) => [
    replacing(problem, /(steps\s*\.\s*(?:`[^`]+`|\w+))/, ([step]) => `${step}.output`, 'fixes.do.read'),
  ],
  SCOPE_STEP: fieldInstead,
  SCOPE_SIGNAL: fieldInstead,
  SCOPE_QUERY: fieldInstead,
  SCOPE_UPDATE: fieldInstead,
  SCOPE_TRIGGER: fieldInstead,
} as const satisfies Readonly<Record<string, Maker>>;

/** Branches and items have it as their own: were it declared for all, they could not assign it (DA1). */
function isOwnSomewhere(document: Draft, name: string): boolean {
  const outline = outlineOf(document);
  return [...outline.steps.values()].some(({ id, step }) => {
    if (!isObject(step.assign) || !Object.hasOwn(step.assign, name)) return false;
    return enclosingBlocks(outline, id).some(({ owner }) =>
      ['map', 'parallel'].includes(outline.steps.get(owner ?? '')?.type ?? ''),
    );
  });
}

/** What the parser itself suggests. */
function syntax(problem: Case): ReturnType<Maker> {
  const message = said(problem, 'problem') ?? '';
  const [, wrong, near] = /^There is no function (\$\w+): did you mean (\$\w+)\?$/.exec(message) ?? [];
  if (wrong !== undefined && near !== undefined) return [anywhere(problem, wrong, near)];
  const [, called] = /^Functions start with \$: write \$(\w+)\(/.exec(message) ?? [];
  return called === undefined ? [] : [anywhere(problem, `(?<![$\\w.])${called}(?=\\s*\\()`, `$${called}`)];
}

/** The parser notes where a word ends, not where it begins. */
function anywhere({ path, value }: Case, pattern: string, by: string): Fix | null {
  if (typeof value !== 'string') return null;
  const source = pattern.startsWith('$') ? `${literally(pattern)}(?!\\w)` : pattern;
  const mended = value.replace(new RegExp(source), () => by);
  return mended === value ? null : fix('fixes.do.near', { name: by }, set(path, mended), { isSafe: true });
}

function nameInstead(problem: Case, root: string, name: string, near: string): Fix | null {
  const found = new RegExp(`(${root}\\s*\\.\\s*)(?:\`${literally(name)}\`|${literally(name)})`);
  return replacing(problem, found, ([, lead = '']) => `${lead}${near}`);
}

/** An assigned name is a key; a caught error's is a value. */
function keyInstead(problem: Case, near: string): Fix {
  return fix('fixes.do.near', { name: near }, (draft) => renameTo(draft, problem, near), { isSafe: true });
}

function renameTo(draft: EditableObject, { path, value }: Case, to: string): void {
  const holder = objectAt(draft, path.slice(0, -1));
  if (lastOf(path) === 'as' && typeof value === 'string') writeAt(draft, path, to);
  else if (holder && !(to in holder)) renameKey(holder, lastOf(path), to);
}

/** Also where it is assigned: nobody reads it there either. */
function forgetVariable(draft: EditableObject, { document }: Case, name: string): void {
  remove(['variables', name])(draft);
  for (const { path, step } of outlineOf(document).steps.values()) {
    const isSet = step.type === 'set';
    if (isObject(step.assign) && Object.hasOwn(step.assign, name)) {
      const holder = objectAt(draft, [...path, 'assign']);
      if (holder) delete holder[name];
      if (holder && !isSet && Object.keys(holder).length === 0) remove([...path, 'assign'])(draft);
    }
    if (!Array.isArray(step.catch)) continue;
    for (const index of step.catch.keys()) {
      const clause = objectAt(draft, [...path, 'catch', String(index)]);
      if (clause?.as === name) delete clause.as;
    }
  }
  const { updates } = draft;
  for (const update of isEditableObject(updates) ? Object.values(updates) : []) {
    if (isEditableObject(update) && isEditableObject(update.assign)) delete update.assign[name];
  }
}

const types = ['string', 'number', 'boolean'];

/** One of the two gives way. */
function typeOrValue({ path, value, document }: Case, found: string | null): ReturnType<Maker> {
  const type = [...path.slice(0, -1), 'type'];
  const wanted = readAt(document, type);
  const text = typeof value === 'string' ? value.trim() : '';
  const converted =
    wanted === 'number' && text !== '' && Number.isFinite(Number(text))
      ? Number(text)
      : wanted === 'boolean' && /^(true|false)$/.test(text)
        ? text === 'true'
        : wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')
          ? String(value)
          : null;
  return [
    converted === null ? null : setting(path, converted),
    found !== null && types.includes(found) ? setting(type, found) : null,
  ];
}

/** The fields that are there, one fix each, as long as they are few. */
function fieldInstead(problem: Case): ReturnType<Maker> {
  if (partOf(problem) !== 'scope.field') return [];
  const kind = said(problem, 'kind') ?? '';
  const known = problem.diagnostic.says?.values['known'];
  const words = typeof known === 'object' ? wordsOf(known) : String(known ?? '');
  const names = words.match(/\w+\.\w+/g) ?? [];
  return names
    .slice(0, 3)
    .map((name) => replacing(problem, new RegExp(`${kind}\\s*\\.\\s*\\w+`), () => name, 'fixes.do.read'));
}
