import {
  type BlockEntry,
  enclosingBlocks,
  type Outline,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { hasUndo } from './measure.ts';

/** The order in which undos would run: numbers from 1, by step. None where they run together, or outside a saga. */
export function undoOrder(outline: Outline): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  for (const saga of sagasOf(outline)) {
    if (saga.entry.step.order === 'parallel') continue;
    undosOf(outline, saga.body)
      .toReversed()
      .forEach((id, index) => order.set(id, index + 1));
  }
  return order;
}

/** Undos of each saga, in the order they would run. */
export function undoChains(outline: Outline): readonly (readonly string[])[] {
  return sagasOf(outline)
    .filter(({ entry }) => entry.step.order !== 'parallel')
    .map(({ body }) => undosOf(outline, body).toReversed());
}

function sagasOf(outline: Outline): readonly { readonly entry: StepEntry; readonly body: BlockEntry }[] {
  return [...outline.steps.values()].flatMap((entry) => {
    const body = entry.type === 'saga' ? outline.blocks.get(`${entry.id}/body`) : undefined;
    return body ? [{ entry, body }] : [];
  });
}

/** Steps with an undo whose nearest saga this is, as the flow comes to them. */
function undosOf(outline: Outline, body: BlockEntry): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (id: string | null): void => {
    const entry = id === null ? undefined : outline.steps.get(id);
    if (!entry || seen.has(entry.id)) return;
    seen.add(entry.id);
    if (hasUndo(entry)) found.push(entry.id);
    if (entry.type !== 'saga') for (const key of entry.blocks) visitBlock(outline.blocks.get(key));
    for (const port of portsOf(entry.step)) visit(targetOf(entry.step, port));
  };
  const visitBlock = (block: BlockEntry | undefined): void => {
    if (!block) return;
    visit(block.start);
    for (const id of block.stepIds) visit(id);
  };
  visitBlock(body);
  return found.filter((id) => nearestSaga(outline, id) === body.owner);
}

function nearestSaga(outline: Outline, id: string): string | null {
  const around = enclosingBlocks(outline, id).map(({ owner }) => owner);
  return around.find((owner) => owner !== null && outline.steps.get(owner)?.type === 'saga') ?? null;
}
