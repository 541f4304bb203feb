import type { BodyFormat, SpanContext, SpanDraft } from '../draft.ts';
import { BlockBuilder } from './block.ts';

/** Spans that came together, by trace: what is written in one transaction, or not at all. */
export class Batch {
  readonly blocks = new Map<string, BlockBuilder>();
  spans = 0;
  /** Of the spans themselves. */
  bytes = 0;
  private last: BlockBuilder | null = null;

  readonly take = (draft: SpanDraft, context: SpanContext, body: Uint8Array, format: BodyFormat): BlockBuilder => {
    const { traceId } = draft;
    let block = this.last;
    if (block === null || block.traceId !== traceId) {
      block = this.blocks.get(traceId) ?? null;
      if (block === null) this.blocks.set(traceId, (block = new BlockBuilder(traceId)));
      this.last = block;
    }
    block.add(draft, context, body, format);
    this.spans++;
    this.bytes += body.length;
    return block;
  };
}
