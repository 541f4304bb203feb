import type { ContextModel, SpanModel } from '../model.ts';
import type { ReadBodies } from '../store/bodies.ts';
import type { BlockRow, TextPart } from './reader.ts';
import { modelOf } from './span.ts';

/** Characters of text in a part, or a little more. */
const PART_LENGTH = 4 * 1024 * 1024;

interface Stored {
  readonly bodies: (block: number) => ReadBodies;
  readonly context: (row: number) => ContextModel;
}

/** A piece of one OTLP/JSON document: the spans as they came, each under its resource and scope. */
export function otlpPart(blocks: Iterable<BlockRow>, isFirst: boolean, stored: Stored): TextPart {
  const written: string[] = [];
  let length = 0;
  let last = 0;
  let isMore = false;
  for (const { block } of blocks) {
    if (length > PART_LENGTH) {
      isMore = true;
      break;
    }
    const text = resourceSpans(stored.bodies(block), stored.context);
    written.push(text);
    length += text.length;
    last = block;
  }
  const begin = isFirst ? '{"resourceSpans":[' : ',';
  return { text: `${begin}${written.join(',')}${isMore ? '' : ']}'}`, next: isMore ? String(last) : null };
}

function resourceSpans(bodies: ReadBodies, contextOf: (row: number) => ContextModel): string {
  const byContext = new Map<number, SpanModel[]>();
  for (let index = 0; index < bodies.count; index++) {
    const body = bodies.at(index);
    const spans = byContext.get(body.context) ?? [];
    byContext.set(body.context, spans);
    spans.push(modelOf(body));
  }
  return [...byContext].map(([row, spans]) => JSON.stringify(resourceOf(contextOf(row), spans))).join(',');
}

const resourceOf = (
  { resource, resourceSchemaUrl, scope, scopeSchemaUrl }: ContextModel,
  spans: readonly SpanModel[],
) => ({
  resource: resource ?? {},
  scopeSpans: [{ scope: scope ?? {}, spans, ...(scopeSchemaUrl && { schemaUrl: scopeSchemaUrl }) }],
  ...(resourceSchemaUrl && { schemaUrl: resourceSchemaUrl }),
});
