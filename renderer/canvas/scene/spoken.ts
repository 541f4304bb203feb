/** The drawing for those who hear it: what the eye takes from a card, its place and its marks, in one sentence. */
import { type BlockEntry, type Outline, portsOf, type StepEntry, targetOf } from '../../document/index.ts';
import type { MessageKey, Translate } from '../../locales/index.ts';
import type { StepOverlay } from '../overlay.ts';
import { remembering } from './remember.ts';
import type { Problem } from './types.ts';

interface Spoken {
  readonly entry: StepEntry;
  readonly outline: Outline;
  /** What it does, as the card says it. */
  readonly summary: string;
  readonly run: StepOverlay | null;
  readonly problem: Problem | null;
  readonly undo: string | null;
  /** It has a breakpoint. */
  readonly stops?: boolean;
  readonly t: Translate;
}

/** `Charge payment, HTTP request POST /payments, completed, step 2 of saga Place order, undone by refund payment, 1 problem: …` */
export function spokenStep({ entry, outline, summary, run, problem, undo, stops = false, t }: Spoken): string {
  const { does, is } = lasting(entry, outline, summary, t);
  const parts = [
    entry.label,
    does,
    run ? t(`canvas.state.${run.state}`) : '',
    is,
    stops ? t('breakpoints.label') : '',
    undo === null ? '' : t('canvas.spoken.undoneBy', { name: undo }),
    problem ? t('canvas.spoken.problems', { count: problem.count, first: problem.message }) : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

interface Lasting {
  readonly does: string;
  readonly is: string;
}

const lastingWords = remembering<Lasting>();

/** What does not change while a run goes on: words cost time, and a drawing can have thousands of cards. */
function lasting(entry: StepEntry, outline: Outline, summary: string, t: Translate): Lasting {
  const { owner, number } = standingOf(entry, outline);
  return lastingWords(entry.step, [t, entry, owner, number, summary], () => {
    const place = owner ? placeOf(owner, number, t) : '';
    const pivot = entry.step.pivot === true ? t('canvas.pill.pivot') : '';
    const is = [place, pivot].filter((part) => part !== '').join(', ');
    return { does: doesWords(entry, summary, t), is };
  });
}

/** The kind of step, unless what it does begins with it anyhow. */
function doesWords({ type, step }: StepEntry, summary: string, t: Translate): string {
  const kind = type === 'task' ? step.activity : type;
  if (typeof kind !== 'string' || (type === 'task' && kind !== 'http' && kind !== 'log')) return summary;
  const name = t(`palette.${kind}.name` as MessageKey);
  return name.startsWith('palette.') ? summary : t('canvas.spoken.does', { kind: name, summary });
}

function placeOf(owner: StepEntry, number: number, t: Translate): string {
  const kind = t(`palette.${owner.type}.name` as MessageKey);
  return t(number > 0 ? 'canvas.spoken.numbered' : 'canvas.spoken.inside', { number, kind, name: owner.label });
}

/** What holds a step, and which of its steps it is; 0: off the way. */
export function standingOf(entry: StepEntry, outline: Outline) {
  const owner = ownerOf(entry, outline);
  return { owner, number: owner ? numberOf(entry, outline) : 0 };
}

function ownerOf({ block }: StepEntry, outline: Outline): StepEntry | null {
  return outline.steps.get(outline.blocks.get(block)?.owner ?? '') ?? null;
}

const numbers = new WeakMap<BlockEntry, ReadonlyMap<string, number>>();

/** As the flow comes to it, from the start of its block along the first way out of each; 0 off that way. */
function numberOf(entry: StepEntry, outline: Outline): number {
  const block = outline.blocks.get(entry.block);
  return (block && numbersIn(block, outline).get(entry.id)) ?? 0;
}

/** The same for all steps of a block that are on the way. */
export function numbersIn(block: BlockEntry, outline: Outline): ReadonlyMap<string, number> {
  const found = numbers.get(block) ?? walk(block, outline);
  numbers.set(block, found);
  return found;
}

function walk(block: BlockEntry, outline: Outline): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let entry = outline.steps.get(block.start ?? '');
  while (entry && entry.block === block.key && !found.has(entry.id)) {
    found.set(entry.id, found.size + 1);
    const [port] = portsOf(entry.step);
    entry = outline.steps.get((port && targetOf(entry.step, port)) ?? '');
  }
  return found;
}
