import type { Json } from '../json.ts';
import type { Fault } from './faults.ts';

/**
 * Of a choice (`anyOf`, `oneOf`) every part says why it does not fit. Told is the one that was most likely meant, or what would fit
 * instead; of a condition on names or on items as a whole, only itself.
 */
export function told(faults: readonly Fault[]): readonly Fault[] {
  const out: Fault[] = [];
  for (let i = 0; i < faults.length;) {
    const fault = faults[i];
    if (fault === undefined) break;
    const end = endOf(faults, i, fault);
    const inside = faults.slice(i + 1, end);
    if (isChoice(fault)) out.push(...ofChoice(fault, inside));
    else out.push(fault);
    i = end;
  }
  return out;
}

const isChoice = ({ keyword }: Fault): boolean => keyword === 'anyOf' || keyword === 'oneOf';

/** These come with what they hold. */
const holds: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'propertyNames', 'contains', 'minContains']);

function endOf(faults: readonly Fault[], start: number, { keyword, place, pointer }: Fault): number {
  let end = start + 1;
  if (!holds.has(keyword)) return end;
  for (let next = faults[end]; next !== undefined; next = faults[end]) {
    const isInside = next.place.startsWith(`${place}/`) && `${next.pointer}/`.startsWith(`${pointer}/`);
    if (!isInside) break;
    end += 1;
  }
  return end;
}

function ofChoice(choice: Fault, inside: readonly Fault[]): readonly Fault[] {
  const parts = [...Map.groupBy(inside, ({ place }) => partOf(choice, place)).values()].map(told);
  const count = Array.isArray(choice.expected) ? choice.expected.length : parts.length;
  if (parts.length < count) return [choice]; // of a oneOf, more than one fits
  const meant = parts.filter((part) => !part.some((fault) => isMiss(fault, choice)));
  const [only] = meant;
  if (meant.length === 1 && only) return only;
  return meant.length === 0 ? joined(choice, parts) : [{ ...choice, keyword: 'anyOf' }];
}

const partOf = ({ place }: Fault, inner: string): string =>
  inner
    .slice(place.length + 1)
    .split('/', 1)
    .join('');

/** Another kind of value, or the mark by which the parts are told apart: not meant. */
function isMiss({ keyword, pointer }: Fault, choice: Fault): boolean {
  return keyword === 'const' || (pointer === choice.pointer && (keyword === 'type' || keyword === 'enum'));
}

/** Where each part wants another kind of value, or another mark at the same place, one sentence names them all. */
function joined(choice: Fault, parts: readonly (readonly Fault[])[]): readonly Fault[] {
  const misses = parts.map((part) => part.filter((fault) => isMiss(fault, choice)));
  const all = misses.flat();
  const [first] = all;
  const isOnePlace = all.every(({ pointer }) => pointer === first?.pointer);
  if (first === undefined || !isOnePlace) return [{ ...choice, keyword: 'anyOf' }];
  if (all.every(({ keyword }) => keyword === 'type')) return [{ ...first, expected: valuesOf(all) }];
  if (all.some(({ keyword }) => keyword === 'type')) return [{ ...choice, keyword: 'anyOf' }];
  return [{ ...first, keyword: 'enum', expected: valuesOf(all) }];
}

function valuesOf(faults: readonly Fault[]): readonly Json[] {
  const values = faults.flatMap(({ keyword, expected }): readonly Json[] =>
    keyword !== 'const' && Array.isArray(expected) ? (expected as readonly Json[]) : [expected],
  );
  return [...new Set(values)];
}
