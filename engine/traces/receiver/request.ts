import { type BodyFormat, Malformed } from '../draft.ts';
import { Importing } from '../import/importing.ts';
import { scanRequest } from '../protobuf/scan.ts';
import { Batch } from '../store/batch.ts';

/** The spans of one request; they are written together or not at all. */
export interface ReceivedSpans {
  readonly batch: Batch;
  readonly refused: number;
  readonly why: string | null;
}

/** Throws `Malformed`. */
export function spansOf(body: Buffer, format: BodyFormat): ReceivedSpans {
  return format === 'protobuf' ? ofProtobuf(body) : ofJson(body);
}

function ofProtobuf(body: Buffer): ReceivedSpans {
  const batch = new Batch();
  const { refused, why } = scanRequest(body, batch.take);
  return { batch, refused, why };
}

function ofJson(body: Buffer): ReceivedSpans {
  if (!/^\s*\{/.test(body.toString('latin1', 0, 1024)))
    throw new Malformed('This is no OTLP request: it is no JSON object.');
  let batch = new Batch();
  const importing = new Importing(
    {
      write: (all) => {
        batch = all;
      },
      settle: () => {}, // nothing was written yet
    },
    { isRequest: true },
  );
  importing.push(body);
  const broken = importing.end();
  if (broken !== null) throw new Malformed(broken);
  return { batch, refused: importing.refused, why: importing.why };
}
