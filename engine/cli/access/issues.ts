/** What a request is refused for before anybody has looked at it: the field that does not fit the contract, and why. */
import { isLoose } from '../../core/json.ts';

/** As zod tells it, in this process or over the wire. */
interface Issue {
  readonly code?: unknown;
  readonly message: string;
  readonly path: readonly unknown[];
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  /** Of a union: what is wrong by each of its members. */
  readonly errors?: unknown;
}

/** One sentence, or null where `data` says nothing of the kind. */
export function issueSentence(data: unknown): string | null {
  const issues = isLoose(data) ? issuesIn(data['issues']) : [];
  const [first] = issues;
  if (first === undefined) return null;
  const field = fieldOf(first.path);
  return `${field === '' ? 'What was given' : field} is wrong: ${wordsOf(first)}.`;
}

/** Arguments have other names in the contract than in front of a person. */
const argument: Readonly<Record<string, string>> = { runId: "The run's id" };

const fieldOf = (path: readonly unknown[]): string => {
  const name = path.map(String).join('.');
  return argument[name] ?? name;
};

function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_union') return ofUnion(issue);
  if (issue.code === 'too_small' && typeof issue.minimum === 'number') return tooSmall(issue.origin, issue.minimum);
  if (issue.code === 'too_big' && typeof issue.maximum === 'number') return tooBig(issue.origin, issue.maximum);
  const text = issue.message.replace(/[.\s]*$/, '');
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function tooSmall(origin: unknown, minimum: number): string {
  if (origin !== 'string' && origin !== 'array') return `it is less than ${minimum}`;
  return minimum === 1 ? 'it is empty' : `it is shorter than ${minimum} ${partsOf(origin)}`;
}

const tooBig = (origin: unknown, maximum: number): string =>
  origin === 'string' || origin === 'array'
    ? `it is longer than ${maximum} ${partsOf(origin)}`
    : `it is more than ${maximum}`;

const partsOf = (origin: 'string' | 'array'): string => (origin === 'string' ? 'characters' : 'items');

/** By the member that it came closest to: one whose kind of value it is. */
function ofUnion({ errors, message }: Issue): string {
  const members = (Array.isArray(errors) ? errors : []).map(issuesIn);
  const closest = members.find(([first]) => first !== undefined && first.code !== 'invalid_type') ?? members[0];
  return closest?.[0] ? wordsOf(closest[0]) : wordsOf({ message, path: [] });
}

const issuesIn = (given: unknown): readonly Issue[] => (Array.isArray(given) ? given.filter(isIssue) : []);

const isIssue = (given: unknown): given is Issue =>
  isLoose(given) && typeof given['message'] === 'string' && Array.isArray(given['path']);
