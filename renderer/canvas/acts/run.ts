import {
  enclosingBlocks,
  findDocument,
  isComposite,
  isEffectful,
  nothingSelected,
  type OpenDocument,
  type Outline,
  outlineOf,
  pairOf,
  parseClip,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { type MessageKey, translate as t } from '../../locales/index.ts';
import { askToFind } from '../../search/state.ts';
import { toast } from '../../ui/index.ts';
import { naturalTarget, originAfter } from '../actions/add.ts';
import { collapse, collapseAll, groupsIn } from '../actions/collapse.ts';
import { clipOfSteps, duplicate, paste } from '../actions/copies.ts';
import { addUndo, disconnectSteps, remove, reorder, selectAll, startWith } from '../actions/edit.ts';
import { alignSteps, distributeSteps, switchPlacing, tidied, tidy, tidySelection, turn } from '../actions/place.ts';
import { focusEdge, placeOnPage } from '../focus.ts';
import { startLinking } from '../linking.ts';
import { positionsOf } from '../places.ts';
import { addNote } from '../notes/actions.ts';
import { edgeId, originOf } from '../scene/ids.ts';
import { hasUndo } from '../scene/measure.ts';
import type { HotState } from '../use-hot-state.ts';
import { groundBlock } from '../within/within.ts';
import type { View } from '../use-view.ts';
import { type ActId, actName } from './names.ts';

export interface ActContext {
  readonly documentId: string;
  readonly view: View;
  readonly hot: HotState;
  readonly readOnly: boolean;
  /** Opens the list of all steps. */
  readonly openGoTo: () => void;
}

/** What acts are about: the tab, what is chosen in it, and the one step, where there is one. */
interface About extends ActContext {
  readonly open: OpenDocument;
  readonly outline: Outline;
  readonly steps: readonly string[];
  readonly one: StepEntry | null;
  readonly edge: string | null;
}

interface Act {
  readonly whyNot?: (about: About) => MessageKey | null;
  readonly run: (about: About) => void;
}

const unless = (isPossible: boolean, why: MessageKey): MessageKey | null => (isPossible ? null : why);
const needsOne = ({ one }: About): MessageKey | null => unless(one !== null, 'arrange.needs.one');
const needsSome = ({ steps }: About): MessageKey | null => unless(steps.length > 0, 'arrange.needs.some');
const needsMany = (count: 2 | 3) => (about: About) =>
  unless(sameBlock(about) >= count, count === 2 ? 'arrange.needs.two' : 'arrange.needs.three');

/** How many of the chosen steps are in one block, at most. */
function sameBlock({ steps, outline }: About): number {
  const counts = new Map<string, number>();
  for (const step of steps) {
    const block = outline.steps.get(step)?.block ?? '';
    counts.set(block, (counts.get(block) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

const align = (how: Parameters<typeof alignSteps>[2]): Act => ({
  whyNot: needsMany(2),
  run: ({ documentId, steps }) => alignSteps(documentId, steps, how),
});

const distribute = (axis: Parameters<typeof distributeSteps>[2]): Act => ({
  whyNot: needsMany(3),
  run: ({ documentId, steps }) => distributeSteps(documentId, steps, axis),
});

const move = (way: 'earlier' | 'later'): Act => ({
  whyNot: (about) =>
    needsOne(about) ?? unless(pairOf(about.outline, about.one?.id ?? '', way) !== null, 'arrange.needs.chain'),
  run: ({ documentId, one }) => void (one && reorder(documentId, one.id, way)),
});

const acts: Readonly<Record<ActId, Act>> = {
  add: { run: addHere },
  addNote: { run: ({ documentId, hot, view }) => addNote(documentId, hot.menu && view.pointAt(hot.menu.at)) },
  replace: {
    whyNot: needsOne,
    run: ({ one, hot }) => {
      if (one) hot.openAdd({ target: { kind: 'replace', step: one.id }, at: placeOnPage(one.id) });
    },
  },
  open: { whyNot: needsOne, run: ({ one, view }) => one && view.openInspector(one.id) },
  rename: { whyNot: needsOne, run: ({ one, hot }) => one && hot.startRenaming(one.id) },
  connect: { whyNot: whyNotConnect, run: connectHere },
  disconnect: { whyNot: (about) => unless(chosenOrigin(about) !== null, 'arrange.needs.line'), run: disconnectHere },
  line: { whyNot: (about) => unless(firstLine(about) !== null, 'arrange.needs.line'), run: goToLine },
  start: {
    whyNot: (about) =>
      needsOne(about) ??
      unless(about.outline.blocks.get(about.one?.block ?? '')?.start !== about.one?.id, 'arrange.needs.notFirst'),
    run: ({ documentId, one }) => one && startWith(documentId, one.id),
  },
  addUndo: {
    whyNot: (about) =>
      needsOne(about) ??
      unless(about.one !== null && isEffectful(about.one.type) && !hasUndo(about.one), 'arrange.needs.undoable'),
    run: ({ documentId, one }) => one && addUndo(documentId, one.id),
  },
  earlier: move('earlier'),
  later: move('later'),
  moveTo: {
    whyNot: (about) => needsSome(about) ?? unless(about.outline.blocks.size > 1, 'arrange.needs.group'),
    run: ({ steps, hot }) => hot.openAdd({ target: { kind: 'moveTo', steps }, at: placeOnPage(steps[0] ?? '') }),
  },
  fold: {
    whyNot: (about) =>
      needsOne(about) ?? unless(about.one !== null && isComposite(about.one.type), 'arrange.needs.group'),
    run: ({ documentId, one }) => one && collapse(documentId, one.id, !one.collapsed),
  },
  foldAll: {
    whyNot: ({ open }) =>
      unless(
        groupsIn(open.document).some(({ collapsed }) => !collapsed),
        'arrange.needs.group',
      ),
    run: ({ documentId }) => collapseAll(documentId, true),
  },
  unfoldAll: {
    whyNot: ({ open }) =>
      unless(
        groupsIn(open.document).some(({ collapsed }) => collapsed),
        'arrange.needs.folded',
      ),
    run: ({ documentId }) => collapseAll(documentId, false),
  },
  duplicate: { whyNot: needsSome, run: ({ documentId, steps }) => duplicate(documentId, steps) },
  copy: { whyNot: needsSome, run: ({ documentId, steps }) => void copy(documentId, steps) },
  cut: {
    whyNot: needsSome,
    run: ({ documentId, steps }) => void copy(documentId, steps).then(() => remove(documentId, steps, 'cut')),
  },
  paste: { run: ({ documentId }) => void pasteFromClipboard(documentId) },
  remove: {
    whyNot: ({ steps, edge }) => unless(steps.length > 0 || originOf(edge ?? '') !== null, 'arrange.needs.some'),
    run: removeChosen,
  },
  selectAll: { run: ({ documentId }) => selectAll(documentId) },
  alignLeft: align('left'),
  alignCentre: align('centre'),
  alignRight: align('right'),
  alignTop: align('top'),
  alignMiddle: align('middle'),
  alignBottom: align('bottom'),
  distributeAcross: distribute('across'),
  distributeDown: distribute('down'),
  tidy: {
    run: ({ documentId, view }) => {
      whenLaidOut(documentId, view.fit);
      tidy(documentId);
    },
  },
  tidySelection: {
    whyNot: ({ outline, steps }) => unless(tidied(outline, steps).size > 0, 'arrange.needs.two'),
    run: ({ documentId, steps }) => tidySelection(documentId, steps),
  },
  placing: { run: ({ documentId }) => switchPlacing(documentId) },
  direction: {
    run: ({ documentId, view }) => {
      whenLaidOut(documentId, view.fit);
      turn(documentId);
    },
  },
  find: { run: ({ documentId }) => askToFind(documentId) },
  goTo: { run: ({ openGoTo }) => openGoTo() },
  fit: { run: ({ view }) => view.fit() },
  fitSelection: { whyNot: needsSome, run: ({ view, steps }) => view.fitSteps(steps) },
  zoomIn: { run: ({ view }) => view.zoomIn() },
  zoomOut: { run: ({ view }) => view.zoomOut() },
  zoomTo100: { run: ({ view }) => view.zoomTo100() },
};

/** Steps have glided to their new places by then. */
const settledMs = 200;
const patienceMs = 5_000;

/** Once the layout, which a worker makes, has come. */
function whenLaidOut(documentId: string, then: () => void): void {
  const before = positionsOf(documentId);
  const until = performance.now() + patienceMs;
  const look = (): void => {
    if (positionsOf(documentId) !== before) setTimeout(then, settledMs);
    else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function aboutNow(context: ActContext): About | null {
  const open = findDocument(context.documentId);
  if (!open) return null;
  const outline = outlineOf(open.document);
  const { steps, edge } = open.selection ?? nothingSelected;
  const one = steps.length === 1 ? (outline.steps.get(steps[0] ?? '') ?? null) : null;
  return { ...context, open, outline, steps, one, edge };
}

/** Why an act cannot be done now, or null. */
export function whyNot(id: ActId, context: ActContext): MessageKey | null {
  const about = aboutNow(context);
  if (!about) return 'arrange.needs.drawing';
  if (context.readOnly && actName(id).onlyLooks !== true) return 'arrange.needs.editable';
  return acts[id].whyNot?.(about) ?? null;
}

/** Does it, or says why not. */
export function act(id: ActId, context: ActContext): void {
  const why = whyNot(id, context);
  const about = aboutNow(context);
  if (why !== null) toast(() => t(why), 'warn');
  else if (about) acts[id].run(about);
}

function addHere({ open, steps, edge, hot }: About): void {
  const onLine = edge === null ? null : originOf(edge);
  const target = onLine
    ? ({ kind: 'origin', origin: onLine } as const)
    : naturalTarget(open.document, steps.slice(-1), groundBlock(open.id));
  hot.openAdd({ target, at: placeOnPage(steps.at(-1) ?? '') });
}

function whyNotConnect(about: About): MessageKey | null {
  if (about.edge !== null && originOf(about.edge)) return null;
  return needsOne(about) ?? unless(about.one !== null && portsOf(about.one.step).length > 0, 'canvas.refused.noPort');
}

function connectHere({ documentId, one, edge }: About): void {
  const origin = edge === null ? one && originAfter(one) : originOf(edge);
  if (!origin || !startLinking(documentId, origin)) toast(() => t('arrange.needs.target'), 'warn');
}

/** The chosen connection, or the only one that leaves the chosen step. */
function chosenOrigin({ one, edge }: About) {
  if (edge !== null) return originOf(edge);
  const used = one ? portsOf(one.step).filter((port) => targetOf(one.step, port) !== null) : [];
  const [port] = used;
  return one && port !== undefined && used.length === 1 ? ({ kind: 'step', step: one.id, port } as const) : null;
}

function disconnectHere(about: About): void {
  const origin = chosenOrigin(about);
  if (!origin) return;
  disconnectSteps(about.documentId, origin);
  toast(() => t('canvas.disconnected'));
}

function firstLine({ one }: About): string | null {
  const port = one && portsOf(one.step).find((candidate) => targetOf(one.step, candidate) !== null);
  return one && port ? edgeId(one.id, port) : null;
}

function goToLine(about: About): void {
  const line = firstLine(about);
  if (line !== null) focusEdge(about.documentId, line);
}

function removeChosen({ documentId, steps, edge }: About): void {
  const origin = edge === null ? null : originOf(edge);
  if (steps.length > 0) {
    remove(documentId, steps);
    toast(() => t('canvas.removed', { count: steps.length }));
  } else if (origin) {
    disconnectSteps(documentId, origin);
    toast(() => t('canvas.disconnected'));
  }
}

async function copy(documentId: string, steps: readonly string[]): Promise<void> {
  await navigator.clipboard.writeText(JSON.stringify(clipOfSteps(documentId, steps), null, 2));
  toast(() => t('canvas.copied', { count: steps.length }));
}

async function pasteFromClipboard(documentId: string): Promise<void> {
  const clip = parseClip(await navigator.clipboard.readText().catch(() => ''));
  if (clip) paste(documentId, clip);
  else toast(() => t('canvas.badClipboard'), 'warn');
}

/** Blocks that steps can be sent to: not where they are, nor into themselves. */
export function blocksFor(outline: Outline, steps: readonly string[]): readonly string[] {
  const chosen = new Set(steps);
  const here = new Set(steps.map((id) => outline.steps.get(id)?.block));
  return [...outline.blocks.values()].flatMap(({ key, owner }) => {
    const isInside =
      owner !== null &&
      (chosen.has(owner) || enclosingBlocks(outline, owner).some((block) => chosen.has(block.owner ?? '')));
    return isInside || (here.size === 1 && here.has(key)) ? [] : [key];
  });
}
