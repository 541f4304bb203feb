import {
  type BlockEntry,
  type Draft,
  hasBody,
  isAside,
  type Outline,
  outlineOf,
  portsOf,
  type StepEntry,
  targetOf,
} from '../document/index.ts';
import { hasUndo } from '../canvas/scene/measure.ts';
import { edgeWords } from '../canvas/scene/ports.ts';
import { summaryOf } from '../canvas/scene/summary.ts';
import type { Translate } from '../locales/index.ts';

/** The drawing as a Mermaid flowchart, for places that read text: wikis, READMEs, reviews. Undos hang on their steps by dotted lines. */
export function mermaidOf(document: Draft, t: Translate): string {
  const outline = outlineOf(document);
  const root = outline.blocks.get('');
  const names = namesOf(outline);
  const lines = [
    `flowchart ${outline.direction === 'right' ? 'LR' : 'TD'}`,
    ...(root?.start != null && outline.steps.has(root.start)
      ? [`  start((" ")) --> ${names(entered(root.start, outline))}`]
      : []),
    ...(root ? blockLines(root, outline, names, t, '  ') : []),
    ...[...outline.steps.values()].flatMap((entry) => edgeLines(entry, outline, names, t)),
    '  classDef undo stroke-dasharray: 4 3',
  ];
  return `${lines.join('\n')}\n`;
}

type Names = (id: string) => string;

/** Ids that Mermaid takes for words of its own, or cannot read, get others. */
function namesOf({ steps }: Outline): Names {
  const known = new Map([...steps.keys()].map((id, index) => [id, `s${index}_${id.replaceAll(/\W/g, '_')}`]));
  return (id) => known.get(id) ?? 'unknown';
}

/** A line into a group ends at its first step: Mermaid draws the others through the border as well. */
function entered(id: string, outline: Outline): string {
  const entry = outline.steps.get(id);
  const start = entry && hasBody(entry.type) ? outline.blocks.get(`${id}/body`)?.start : null;
  return start !== null && start !== undefined && start !== id && outline.steps.has(start)
    ? entered(start, outline)
    : id;
}

function blockLines(
  block: BlockEntry,
  outline: Outline,
  names: Names,
  t: Translate,
  indent: string,
): readonly string[] {
  return block.stepIds.flatMap((id) => {
    const entry = outline.steps.get(id);
    return entry ? stepLines(entry, outline, names, t, indent) : [];
  });
}

function stepLines(entry: StepEntry, outline: Outline, names: Names, t: Translate, indent: string): readonly string[] {
  const name = names(entry.id);
  const inner = entry.blocks.flatMap((key) => outline.blocks.get(key) ?? []);
  const words = [entry.label, summaryOf(entry.step, t)].filter((part) => part !== '').join('<br>');
  if (inner.every(({ stepIds }) => stepIds.length === 0)) {
    const [open, close] = shapeOf(entry.type);
    return [`${indent}${name}${open}${quoted(words)}${close}`, ...undoLines(entry, name, t, indent)];
  }
  const body = inner.flatMap((block, index) =>
    block.name === 'body'
      ? blockLines(block, outline, names, t, `${indent}  `)
      : [
          `${indent}  subgraph ${name}_${index}[${quoted(block.name)}]`,
          ...blockLines(block, outline, names, t, `${indent}    `),
          `${indent}  end`,
        ],
  );
  return [`${indent}subgraph ${name}[${quoted(entry.label)}]`, ...body, `${indent}end`];
}

function undoLines(entry: StepEntry, name: string, t: Translate, indent: string): readonly string[] {
  if (!hasUndo(entry)) return [];
  const { compensate } = entry.step;
  const given = typeof compensate === 'object' && compensate !== null && 'name' in compensate ? compensate.name : null;
  const words = typeof given === 'string' && given !== '' ? given : t('canvas.undo.unnamed');
  return [`${indent}${name} -.- ${name}_undo[/${quoted(words)}/]:::undo`];
}

const shapes: Readonly<Record<string, readonly [string, string]>> = {
  choice: ['{', '}'],
  wait: ['(', ')'],
  receive: ['[[', ']]'],
  emit: ['>', ']'],
  fail: ['([', '])'],
  succeed: ['([', '])'],
  continueAsNew: ['([', '])'],
};

const shapeOf = (type: string): readonly [string, string] => shapes[type] ?? ['[', ']'];

function edgeLines(entry: StepEntry, outline: Outline, names: Names, t: Translate): readonly string[] {
  return portsOf(entry.step).flatMap((port) => {
    const target = targetOf(entry.step, port);
    if (target === null || outline.steps.get(target)?.block !== entry.block) return [];
    const words = edgeWords(entry, port, t);
    const arrow = isAside(port) ? '-.->' : '-->';
    const label = words === null ? '' : `|${quoted(words)}|`;
    return [`  ${names(entry.id)} ${arrow}${label} ${names(entered(target, outline))}`];
  });
}

/** Mermaid knows entities in texts, and nothing else that would escape a quote. */
const quoted = (text: string): string =>
  `"${text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll(/<(?!br>)/g, '&lt;')
    .replaceAll('\n', ' ')
    .replaceAll('#', '#35;')}"`;
