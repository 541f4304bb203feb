import type { Root } from 'react-dom/client';
import {
  type Draft,
  editDocument,
  findDocument,
  findStep,
  openDocument,
  outlineOf,
  parseSource,
  previewEdit,
  printDocument,
  placeAll,
  reveal,
  select,
  undo,
  writeAt,
} from '../../document/index.ts';
import { itemNamed } from '../../palette/items.ts';
import { addItem } from '../actions/add.ts';
import { moveTo, remove, renameLabel } from '../actions/edit.ts';
import { Canvas } from '../Canvas.tsx';
import { layOutLarge } from '../layout/large.ts';
import type { RunOverlay, StepState } from '../overlay.ts';
import { positionsOf } from '../places.ts';
import { type BenchShape, bigDefinition } from './definition.ts';
import { painted, shown } from './frames.ts';
import type { CanvasBench } from './page.tsx';

interface Wanted {
  readonly steps: number;
  readonly shape: BenchShape;
  /** The file says where its steps are. */
  readonly isPlaced: boolean;
}

const nodeOf = (id: string): Element | null => document.querySelector(`.react-flow__node[data-id="${id}"]`);
const textOf = (id: string): string => nodeOf(id)?.textContent ?? '';
/** A digit of the keyboard. */
const press = (digit: number, keys: KeyboardEventInit): boolean | undefined =>
  document
    .querySelector('[role=application]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key: `${digit}`, code: `Digit${digit}`, bubbles: true, ...keys }));
const viewport = (): string => document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform ?? '';
const zoom = (): number => Number(/scale\((.*)\)/.exec(viewport())?.[1]);

/** Opens the text and waits for its first steps on the screen. */
export async function benchOurs(root: Root, wanted: Wanted): Promise<CanvasBench> {
  const text = textFor(wanted);
  await document.fonts.ready;
  await painted();
  const begun = performance.now();
  const opened = parseSource(text);
  if (!opened.ok) throw new Error(opened.problem);
  const id = openDocument({ path: null, etag: null, document: opened.source.document, source: opened.source });
  const render = (overlay: RunOverlay | null): void => {
    root.render(
      <div style={{ width: innerWidth, height: innerHeight }}>
        <Canvas documentId={id} overlay={overlay} />
      </div>,
    );
  };
  render(null);
  await shown(() => document.querySelector('.react-flow__node') !== null, 120_000);
  const openMs = performance.now() - begun;
  return {
    openMs,
    fit: async () => {
      press(1, { shiftKey: true });
      await settled();
      if (zoom() >= 1) throw new Error('the drawing was not made to fit');
    },
    full: async () => {
      reveal(id, callIn(opened.source.document));
      await settled();
      press(0, { ctrlKey: true });
      await settled();
      if (zoom() !== 1) throw new Error('the drawing is not at full size');
    },
    edits: (times) => edits(id, times),
    showRun: () => render(someRun(opened.source.document)),
  };
}

/** Zooming glides. */
async function settled(): Promise<void> {
  let before = '';
  for (let same = 0; same < 5; same = viewport() === before ? same + 1 : 0) {
    before = viewport();
    // One frame after the other.
    // oxlint-disable-next-line no-await-in-loop
    await painted();
  }
}

function textFor({ steps, shape, isPlaced }: Wanted): string {
  const plain = bigDefinition(steps, shape);
  if (!isPlaced) return printDocument(plain);
  const { positions } = layOutLarge(outlineOf(plain));
  return printDocument(previewEdit(plain, (draft) => placeAll(draft, positions)));
}

/** Each kind of edit some times, on steps that are in sight. */
async function edits(documentId: string, times: number): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, number[]> = {};
  const timed = async (kind: string, edit: () => void, isThere: () => boolean): Promise<void> => {
    const begun = performance.now();
    edit();
    await shown(isThere);
    (found[kind] ??= []).push(performance.now() - begun);
    // What follows an edit (drafts, problems) is over before the next.
    await new Promise((resolve) => requestIdleCallback(resolve));
  };
  const item = itemNamed('http');
  if (!item) throw new Error('there is nothing to add');
  for (let n = 0; n < times; n += 1) {
    // oxlint-disable no-await-in-loop
    const id = callIn(findDocument(documentId)?.document ?? {});
    const at = (): string => nodeOf(id)?.getAttribute('style') ?? '';
    await timed(
      'select',
      () => select(documentId, { steps: [id] }),
      () => nodeOf(id)?.classList.contains('selected') === true,
    );
    await timed(
      'rename',
      () => renameLabel(documentId, id, `Renamed ${n}`),
      () => textOf(id).includes(`Renamed ${n}`),
    );
    await timed(
      'undo',
      () => undo(documentId),
      () => !textOf(id).includes(`Renamed ${n}`),
    );
    await timed(
      'type',
      () => type(documentId, id, `/typed/${n}`),
      () => textOf(id).includes(`/typed/${n}`),
    );
    const [before, place] = [at(), positionsOf(documentId)[id] ?? { x: 0, y: 0 }];
    await timed(
      'move',
      () => moveTo(documentId, { [id]: { x: place.x + 7, y: place.y } }),
      () => at() !== before,
    );
    await timed(
      'undo move',
      () => undo(documentId),
      () => at() === before,
    );
    let added: string | null = null;
    const origin = { kind: 'step', step: id, port: 'next' } as const;
    await timed(
      'add',
      () => (added = addItem(documentId, item, { kind: 'origin', origin })),
      () => added !== null && nodeOf(added) !== null,
    );
    await timed(
      'delete',
      () => remove(documentId, [added ?? '']),
      () => nodeOf(added ?? '') === null,
    );
    // As it was, for the next round.
    undo(documentId);
    undo(documentId);
    reveal(documentId, id);
    await settled();
    // oxlint-enable no-await-in-loop
  }
  return found;
}

function type(documentId: string, id: string, url: string): void {
  editDocument(documentId, { kind: 'set', name: id }, (draft) => {
    const step = findStep(draft, id)?.step;
    if (step) writeAt(step, ['with', 'url'], url);
  });
}

/** A step that calls out, some way into the drawing. */
function callIn(document: Draft): string {
  const calls = [...outlineOf(document).steps.values()].filter(({ step }) => step['activity'] === 'http');
  return calls[Math.floor(calls.length / 3)]?.id ?? '';
}

const states: readonly StepState[] = [
  'completed',
  'completed',
  'completed',
  'failed',
  'undone',
  'running',
  'notReached',
];

function someRun(document: Draft): RunOverlay {
  const ids = [...outlineOf(document).steps.keys()];
  const steps = ids.map((id, index) => {
    const state = states[index % states.length] ?? 'completed';
    return [
      id,
      { state, attempts: 1, undoOrder: null, undo: 'none', errorType: null, items: null, child: null },
    ] as const;
  });
  return { steps: Object.fromEntries(steps), taken: new Set(ids.map((id) => `${id}:next`)), wayBack: [], failed: null };
}
