import { parseDuration } from '../../core/duration.ts';
import type { RunStatus } from '../../core/event.ts';
import { RUN_STATUSES } from '../runs-filter.ts';
import { NOTHING_ASKED, type RunsAsked, TEXT_KEYS, type TextKey, type TextProblem, type WrongWord } from './asked.ts';
import { attributeWord, isAttribute } from './attribute.ts';
import { readLength, readTimes } from './ranges.ts';
import { valuesOf, wordsOf } from './words.ts';

export interface RunsRead {
  /** What could be understood. */
  readonly asked: RunsAsked;
  readonly wrong: readonly WrongWord[];
}

/** Reads `status:failed workflow:order started:<1h attr.customer=42`; a bare word is how the run's id or key begins. */
export function readRunsText(text: string): RunsRead {
  let asked = NOTHING_ASKED;
  const wrong: WrongWord[] = [];
  for (const { text: word, at, isOpen } of wordsOf(text)) {
    const read = isOpen ? 'openQuote' : readWord(word, asked);
    if (typeof read === 'string') wrong.push({ problem: read, word, at });
    else asked = { ...asked, ...read };
  }
  return { asked, wrong };
}

type Change = Partial<RunsAsked> | TextProblem;

function readWord(word: string, asked: RunsAsked): Change {
  if (isAttribute(word)) {
    const term = attributeWord(word);
    return term === null ? 'badAttribute' : { where: [...asked.where, term] };
  }
  const [, name, rest = ''] = /^(?<name>[A-Za-z]+)(?<rest>[:=<>].*)$/u.exec(word) ?? [];
  if (name === undefined) return { id: textOf(word) };
  const key = TEXT_KEYS.find((known) => known === name.toLowerCase());
  if (key === undefined) return 'unknownKey';
  const value = rest.replace(/^[:=]/u, '');
  return value === '' ? 'noValue' : readers[key](value, asked);
}

const textOf = (value: string): string => valuesOf(value)[0]?.text ?? '';
const textsOf = (value: string): readonly string[] => valuesOf(value).map(({ text }) => text);
const joined = (old: readonly string[], value: string): readonly string[] => [...new Set([...old, ...textsOf(value)])];

const readers: Readonly<Record<TextKey, (value: string, asked: RunsAsked) => Change>> = {
  status: (value, asked) => {
    const found = textsOf(value).map(statusOf);
    const known = found.filter((status) => status !== null);
    return known.length < found.length ? 'badStatus' : { statuses: [...new Set([...asked.statuses, ...known])] };
  },
  workflow: (value, asked) => ({ workflows: joined(asked.workflows, value) }),
  version: (value, asked) => ({ versions: joined(asked.versions, value) }),
  started: (value) => orProblem('started', readTimes(value), 'badTime'),
  ended: (value) => orProblem('ended', readTimes(value), 'badTime'),
  duration: (value) => orProblem('duration', readLength(value, parseDuration), 'badDuration'),
  id: (value) => ({ id: textOf(value) }),
  parent: (value) => ({ parent: textOf(value) }),
  waiting: (value) => orProblem('waiting', yesNo[value.toLowerCase()] ?? null, 'badYesNo'),
  error: (value) => ({ errorType: textOf(value) }),
};

const yesNo: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

function orProblem<K extends keyof RunsAsked>(key: K, value: RunsAsked[K] | null, problem: TextProblem): Change {
  return value === null ? problem : { [key]: value };
}

/** However it is written: `timedOut`, `timed-out`. */
function statusOf(text: string): RunStatus | null {
  const bare = text.toLowerCase().replaceAll(/[-_ ]/gu, '');
  return RUN_STATUSES.find((status) => status.toLowerCase() === bare) ?? null;
}
