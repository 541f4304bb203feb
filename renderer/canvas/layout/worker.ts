import ElkApi from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Outline, Positions } from '../../document/index.ts';
import { type Layout, layOut, layOutPart, type WordsOf } from './graph.ts';

let elk: InstanceType<typeof ElkApi> | null = null;

function worker(): InstanceType<typeof ElkApi> {
  elk ??= new ElkApi({ workerUrl });
  return elk;
}

/** Lays out in a worker, made when first needed: the screen never waits for it. */
export async function layOutInWorker(outline: Outline, wordsOf: WordsOf): Promise<Layout> {
  return layOut(outline, (graph) => worker().layout(graph), wordsOf);
}

export async function layOutPartInWorker(
  outline: Outline,
  block: string,
  ids: readonly string[],
  positions: Positions,
  wordsOf: WordsOf,
): Promise<Positions> {
  return layOutPart(outline, block, ids, positions, (graph) => worker().layout(graph), wordsOf);
}
