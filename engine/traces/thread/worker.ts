/** A thread of the traces: one of them owns what is written, the other reads beside it, so that neither stalls the engine. */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, isWholeTrace } from '../read/whole.ts';
import { environmentError } from '../../node/failure.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import type { Answered, Asked, ThreadData, Told } from './messages.ts';
import { readerOperations, writerOperations } from './operations.ts';

const port = parentPort;
if (!port) throw new Error('this is a worker thread');
const { role, file } = workerData as ThreadData;

type Operations = Readonly<Record<string, (...given: never[]) => unknown>>;
let operations: Operations | null = null;

async function answer({ id, operation, given }: Asked): Promise<Answered> {
  try {
    operations ??= role === 'reader' ? readerOperations(file) : writerOperations(file);
    return { id, value: await operations[operation]?.(...(given as never[])) };
  } catch (thrown) {
    return { id, error: told(environmentError(thrown, file)) };
  }
}

function told(error: unknown): Told {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {};
  return { message, stack, code: isEnvironmentError(error) ? error.code : null };
}

/** Bytes that are whole are handed over, not copied. */
function handedOver(answered: Answered): ArrayBuffer[] {
  const value = 'value' in answered ? answered.value : null;
  if (isWholeTrace(value)) return buffersOf(value);
  const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : value;
  const isWhole = data instanceof Uint8Array && data.byteLength === data.buffer.byteLength;
  return isWhole && data.buffer instanceof ArrayBuffer ? [data.buffer] : [];
}

port.on('message', (asked: Asked) => {
  void answer(asked).then((answered) => port.postMessage(answered, handedOver(answered)));
});
