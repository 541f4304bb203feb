import ElkApi from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Outline, Positions } from '../../document/index.ts';
import { type Lay, type Layout, layOut, layOutPart, type WordsOf } from './graph.ts';

interface Hand {
  readonly lay: Lay;
}

let hand: Hand | null = null;

/** One that is lost is made anew when it is next needed; what waited for it is told, since ELK itself would wait for ever. */
function newHand(): Hand {
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {
    if (hand === made) hand = null;
  });
  const workerFactory = (): Worker => {
    const worker = new Worker(workerUrl, { name: 'layout' });
    worker.addEventListener('error', ({ message }) => lost.reject(new Error(message || 'its worker did not start')));
    return worker;
  };
  const elk = new ElkApi({ workerFactory });
  const made: Hand = { lay: (graph) => Promise.race([elk.layout(graph), lost.promise]) };
  return made;
}

/** A worker, made when first needed: the screen never waits for it. */
const lay: Lay = (graph) => (hand ??= newHand()).lay(graph);

export async function layOutInWorker(outline: Outline, wordsOf: WordsOf): Promise<Layout> {
  return layOut(outline, lay, wordsOf);
}

export async function layOutPartInWorker(
  outline: Outline,
  block: string,
  ids: readonly string[],
  positions: Positions,
  wordsOf: WordsOf,
): Promise<Positions> {
  return layOutPart(outline, block, ids, positions, lay, wordsOf);
}

/** Why a layout failed. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
