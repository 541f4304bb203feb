import {
  type BlockEntry,
  isAside,
  type Outline,
  portsOf,
  type StepEntry,
  targetOf,
  withInner,
} from '../../document/index.ts';

/** Where a step may lead to within its block; `onlyOn`: leaving out what is taken when something went wrong. */
function targets(entry: StepEntry, onlyOn: boolean): readonly string[] {
  return portsOf(entry.step).flatMap((port) => (onlyOn && isAside(port) ? [] : (targetOf(entry.step, port) ?? [])));
}

/** Steps of its block that may come after a step. */
function after(outline: Outline, from: StepEntry): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...targets(from, true)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const entry = outline.steps.get(id);
    if (!entry || entry.block !== from.block || seen.has(id)) continue;
    seen.add(id);
    waiting.push(...targets(entry, false));
  }
  return seen;
}

/** Steps of its block that may come before a step. */
function before(outline: Outline, to: StepEntry): ReadonlySet<string> {
  const leading = new Map<string, string[]>();
  for (const id of outline.blocks.get(to.block)?.stepIds ?? []) {
    const entry = outline.steps.get(id);
    for (const target of entry ? targets(entry, false) : []) leading.set(target, [...(leading.get(target) ?? []), id]);
  }
  const seen = new Set<string>();
  const waiting = [...(leading.get(to.id) ?? [])];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(leading.get(id) ?? []));
  }
  return seen;
}

/** The step and the containers around it up to, and without, one of them: innermost first. */
function chainTo(outline: Outline, step: string, within: string): readonly StepEntry[] {
  const found: StepEntry[] = [];
  for (let at = outline.steps.get(step); at; at = outline.steps.get(outline.blocks.get(at.block)?.owner ?? '')) {
    if (at.id === within) return found;
    found.push(at);
  }
  return [];
}

/** All steps in a container that may have ended before a step in it begins. Branches beside it are not among them. */
export function stepsBefore(outline: Outline, step: string, within: string): ReadonlySet<string> {
  const chain = chainTo(outline, step, within);
  return new Set(
    chain.flatMap((entry) =>
      [...before(outline, entry)].flatMap((id) => (id === entry.id ? [] : withInner(outline, id))),
    ),
  );
}

const sagaAround = (outline: Outline, entry: StepEntry): StepEntry | null => {
  for (let at = ownerOf(outline, entry); at; at = ownerOf(outline, at)) if (at.type === 'saga') return at;
  return null;
};

function ownerOf(outline: Outline, { block }: StepEntry): StepEntry | undefined {
  return outline.steps.get(outline.blocks.get(block)?.owner ?? '');
}

const past = new WeakMap<Outline, ReadonlySet<string>>();

/** SG6. Steps that may run once a point of no return is behind, up to the end of the outermost saga. */
export function stepsAfterPivot(outline: Outline): ReadonlySet<string> {
  const known = past.get(outline) ?? afterPivots(outline);
  past.set(outline, known);
  return known;
}

function afterPivots(outline: Outline): ReadonlySet<string> {
  const found = new Set<string>();
  for (const entry of [...outline.blocks.values()].flatMap((block) => pivotsIn(block, outline))) {
    for (let at: StepEntry | undefined = entry; at && sagaAround(outline, at); at = ownerOf(outline, at))
      for (const id of after(outline, at)) for (const inner of withInner(outline, id)) found.add(inner);
  }
  return found;
}

const pivots = new WeakMap<BlockEntry, readonly StepEntry[]>();

/** A block that is read as before holds the same steps. */
function pivotsIn(block: BlockEntry, { steps }: Outline): readonly StepEntry[] {
  const known = pivots.get(block);
  if (known) return known;
  const found: StepEntry[] = [];
  for (const id of block.stepIds) {
    const entry = steps.get(id);
    if (entry?.step.pivot === true && entry.type === 'task') found.push(entry);
  }
  pivots.set(block, found);
  return found;
}
