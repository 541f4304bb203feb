import type { LateContext, SpanContext } from '../draft.ts';
import type { ContextModel } from '../model.ts';
import type { BlockBuilder } from '../store/block.ts';
import { contextOf } from '../context.ts';

type Given = { -readonly [K in keyof ContextModel]?: ContextModel[K] | undefined };

let markers = 0;

/** A context that is still to be told whole: a file may say after its spans what they share. */
export class OpenContext implements SpanContext {
  service: string;
  text = '{}';
  late: LateContext | undefined;
  /** What is known of it. */
  readonly given: Given;
  /** That have spans of it and are not written yet. */
  readonly blocks = new Set<BlockBuilder>();

  constructor(given: Given, isServiceKnown: boolean) {
    this.given = given;
    markers++;
    const marker = isServiceKnown ? null : `\u0000${markers}`;
    const known = contextOf(given);
    this.service = marker ?? known.service;
    this.text = known.text;
    this.late = { row: null, marker, blocks: [] };
  }

  /** Nothing more will come. Gives what was said of it until now. */
  settle(): LateContext | undefined {
    const { late } = this;
    const { service, text } = contextOf(this.given);
    this.service = service;
    this.text = text;
    this.late = undefined;
    return late;
  }
}
