import type { SpanColumns } from '@sagaloom/engine/contract';
import { comparisonOf } from '../comparison.ts';
import { treeOf } from '../tree.ts';
import type { Answer } from './host.ts';
import { packed } from './parcel.ts';

addEventListener('message', ({ data: [left, right] }: MessageEvent<readonly [SpanColumns, SpanColumns]>) => {
  try {
    const { comparison, buffers } = packed(comparisonOf(treeOf(left), treeOf(right)));
    answer({ comparison }, buffers);
  } catch (error) {
    answer({ problem: error instanceof Error ? error.message : String(error) }, []);
  }
});

function answer(said: Answer, transfer: readonly ArrayBuffer[]): void {
  postMessage(said, { transfer: [...transfer] });
}
