/** Which spans of a trace each rule maps, as the engine would do it: the first rule that fits counts, and what a span says itself goes before. */
import { columnValue, glob, type SpanColumns, type TraceRule } from '@sagaloom/engine/contract';

export interface RulesPreview {
  /** Spans that say themselves which step they are of. */
  readonly own: number;
  /** By id of the rule. */
  readonly byRule: ReadonlyMap<string, RuleEffect>;
  readonly unmapped: number;
  /** What is left over, by name and service, the most first. */
  readonly left: readonly LeftOver[];
}

export interface RuleEffect {
  readonly spans: number;
  /** Names of some of them, each once. */
  readonly names: readonly string[];
}

export interface LeftOver {
  readonly name: string;
  readonly service: string;
  readonly spans: number;
}

/** By `key` and `pattern` of an attribute: 1 for each span that fits. What is not known yet fits nothing. */
export type Known = ReadonlyMap<string, Uint8Array>;
export const conditionKey = (key: string, pattern: string): string => `${key}\n${pattern}`;

const shownNames = 5;
const shownLeft = 40;

type Fits = (index: number) => boolean;

export function previewOf(
  columns: SpanColumns,
  rules: readonly TraceRule[],
  saved: readonly TraceRule[],
  known: Known,
): RulesPreview {
  const says = ownFinder(columns, saved, known);
  const fits = rules.map((rule) => fitsOf(columns, rule, known));
  const spans = new Uint32Array(rules.length);
  const names = rules.map(() => new Set<number>());
  const left = new Map<number, number>();
  let own = 0;
  for (let index = 0; index < columns.count; index += 1) {
    if (says(index)) {
      own += 1;
      continue;
    }
    const at = fits.findIndex((fit) => fit(index));
    const name = columns.name[index] ?? 0;
    if (at === -1) {
      const pair = name * columns.strings.length + (columns.service[index] ?? 0);
      left.set(pair, (left.get(pair) ?? 0) + 1);
    } else {
      spans[at] = (spans[at] ?? 0) + 1;
      const shown = names[at];
      if (shown && shown.size < shownNames) shown.add(name);
    }
  }
  return {
    own,
    byRule: new Map(
      rules.map(({ id }, at) => [
        id,
        { spans: spans[at] ?? 0, names: [...(names[at] ?? [])].map((name) => columns.strings[name] ?? '') },
      ]),
    ),
    unmapped: [...left.values()].reduce((sum, count) => sum + count, 0),
    left: leftOvers(columns, left),
  };
}

/** Conditions on attributes that some rule has: they are looked up in what is kept, for columns hold only a few attributes. */
export function conditionsOf(
  rules: readonly TraceRule[],
): readonly { readonly key: string; readonly pattern: string }[] {
  const all = rules.flatMap(({ attributes = {} }) => Object.entries(attributes));
  return [...new Map(all.map(([key, pattern]) => [conditionKey(key, pattern), { key, pattern }])).values()];
}

function fitsOf(columns: SpanColumns, { name, service, attributes = {} }: TraceRule, known: Known): Fits {
  const names = name === undefined ? null : table(columns.strings, name);
  const services = service === undefined ? null : table(columns.strings, service);
  const marks = Object.entries(attributes).map(([key, pattern]) => known.get(conditionKey(key, pattern)) ?? null);
  return (index) =>
    (names === null || names[columns.name[index] ?? 0] === 1) &&
    (services === null || services[columns.service[index] ?? 0] === 1) &&
    marks.every((mark) => mark?.[index] === 1);
}

/** A pattern is tried once for each text, however many spans have it. */
function table(strings: readonly string[], pattern: string): Uint8Array {
  const fits = glob(pattern);
  return Uint8Array.from(strings, (text) => (fits(text) ? 1 : 0));
}

/**
 * Rules that are in force have been applied to columns already. A span whose step is the one that such a rule gives it has it from there,
 * unless the engine made it, which always says its step itself.
 */
function ownFinder(columns: SpanColumns, saved: readonly TraceRule[], known: Known): Fits {
  const step = columns.attributes['sagaloom.step.id'];
  if (!step) return () => false;
  const role = columns.attributes['sagaloom.span'];
  const rules = saved.map((rule) => ({ rule, fits: fitsOf(columns, rule, known) }));
  return (index) => {
    if ((step[index] ?? 0) === 0) return false;
    if ((role?.[index] ?? 0) !== 0) return true;
    const given = rules.find(({ fits }) => fits(index))?.rule;
    return given?.step !== columnValue(columns, index, 'sagaloom.step.id');
  };
}

function leftOvers(columns: SpanColumns, left: ReadonlyMap<number, number>): readonly LeftOver[] {
  return [...left]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, shownLeft)
    .map(([pair, spans]) => ({
      name: columns.strings[Math.floor(pair / columns.strings.length)] ?? '',
      service: columns.strings[pair % columns.strings.length] ?? '',
      spans,
    }));
}
