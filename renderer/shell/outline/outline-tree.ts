import { type BlockEntry, type Outline, portsOf, targetOf } from '../../document/index.ts';

/** A step, or a block of a step that has several. */
export interface OutlineNode {
  readonly id: string;
  readonly label: string;
  /** Null for a block. */
  readonly stepId: string | null;
  readonly children: readonly OutlineNode[];
}

/** The steps as people read a workflow: along the flow, blocks under their step. */
export function outlineTree(outline: Outline): readonly OutlineNode[] {
  const root = outline.blocks.get('');
  return root ? stepsOf(root, outline) : [];
}

function stepsOf(block: BlockEntry, outline: Outline): readonly OutlineNode[] {
  return inFlowOrder(block, outline).flatMap((id) => {
    const entry = outline.steps.get(id);
    if (!entry) return [];
    const blocks = entry.blocks.flatMap((key) => outline.blocks.get(key) ?? []);
    return [{ id, label: entry.label, stepId: id, children: blocks.flatMap((inner) => blockNodes(inner, outline)) }];
  });
}

/** The one body of a saga or try needs no line of its own; branches and `finally` do. */
function blockNodes(block: BlockEntry, outline: Outline): readonly OutlineNode[] {
  const steps = stepsOf(block, outline);
  if (block.name === 'body') return steps;
  const name = typeof block.block['name'] === 'string' ? block.block['name'] : block.name;
  return [{ id: `block:${block.key}`, label: name, stepId: null, children: steps }];
}

function inFlowOrder({ start, stepIds }: BlockEntry, outline: Outline): readonly string[] {
  const seen = new Set<string>();
  const queue = start === null ? [] : [start];
  while (queue.length > 0) {
    const id = queue.shift();
    const step = id !== undefined && !seen.has(id) && stepIds.includes(id) ? outline.steps.get(id) : undefined;
    if (!step) continue;
    seen.add(step.id);
    queue.push(...portsOf(step.step).flatMap((port) => targetOf(step.step, port) ?? []));
  }
  return [...seen, ...stepIds.filter((id) => !seen.has(id))];
}
