import { type Case, fix, type Fix, type FixKey, set } from './fix.ts';

/** Changes of the expression a problem is in: from where the problem is, what a pattern matches becomes something else. */
export function replacing(
  problem: Case,
  pattern: RegExp,
  by: (match: RegExpExecArray) => string,
  key: FixKey = 'fixes.do.near',
): Fix | null {
  const { value, path, diagnostic } = problem;
  if (typeof value !== 'string') return null;
  const at = diagnostic.offset ?? 0;
  const match = new RegExp(pattern.source, 'y');
  match.lastIndex = at;
  const found = match.exec(value);
  if (!found || found[0] === '') return null;
  const text = by(found);
  const whole = `${value.slice(0, at)}${text}${value.slice(at + found[0].length)}`;
  return fix(key, { name: text }, set(path, whole), { isSafe: key === 'fixes.do.near' });
}

/** Names after names, quoted or not, and numbers in brackets. */
const plainPath = /[A-Za-z_]\w*(?:\s*\.\s*(?:`[^`]+`|\w+)|\[\d+\])*/;

/** Gives a path another value where it has none; brackets only where something stands beside it. */
export function orElse(problem: Case, fallback: string): Fix | null {
  const { value } = problem;
  return replacing(
    problem,
    plainPath,
    ([read]) => {
      const alone = typeof value === 'string' && value.slice(2, -2).trim() === read;
      return alone ? `${read} ?? ${fallback}` : `(${read} ?? ${fallback})`;
    },
    'fixes.do.orElse',
  );
}

/** `Hello {% input.name %}!` as one expression. */
export function asExpression(text: string): string {
  const parts = text.split(/(\{%[\s\S]*?%\})/).filter((part) => part !== '');
  const terms = parts.map((part) =>
    part.startsWith('{%') && part.endsWith('%}') ? wrapped(part.slice(2, -2).trim()) : JSON.stringify(part),
  );
  return `{% ${terms.join(' & ')} %}`;
}

const wrapped = (source: string): string => (/^[\w.`$]+$/.test(source) ? source : `(${source})`);
