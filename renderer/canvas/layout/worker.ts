import ElkApi from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Outline } from '../../document/index.ts';
import { type Layout, layOut, type WordsOf } from './graph.ts';

let elk: InstanceType<typeof ElkApi> | null = null;

/** Lays out in a worker, made when first needed: the screen never waits for it. */
export async function layOutInWorker(outline: Outline, wordsOf: WordsOf): Promise<Layout> {
  elk ??= new ElkApi({ workerUrl });
  const worker = elk;
  return layOut(outline, (graph) => worker.layout(graph), wordsOf);
}
