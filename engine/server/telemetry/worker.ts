/** The thread that sends telemetry: reads the journal and never touches what the engine writes. */
import { parentPort, workerData } from 'node:worker_threads';
import { openPostOffice, type Ports } from './post-office.ts';
import type { Asked, Said, ThreadData } from './thread.ts';
import type { QueueDepth } from '../../runtime/index.ts';

const port = parentPort;
if (!port) throw new Error('this is a worker thread');

const say = (said: Said): void => port.postMessage(said);
const wanted = new Map<number, (queues: readonly QueueDepth[]) => void>();
let questions = 0;

const ports: Ports = {
  warn: (message) => say({ kind: 'warning', message }),
  print: (line) => say({ kind: 'print', line }),
  queues: () =>
    new Promise((resolve) => {
      questions += 1;
      wanted.set(questions, resolve);
      say({ kind: 'queues', id: questions });
    }),
};

const opened = openPostOffice(workerData as ThreadData, ports);

async function answer(asked: Extract<Asked, { kind: 'scrape' | 'flush' | 'status' | 'test' | 'close' }>) {
  const office = await opened;
  switch (asked.kind) {
    case 'scrape':
      return office.scrape(asked.countFrom);
    case 'flush':
      return office.flush(asked.ms);
    case 'close':
      return office.close();
    default:
      return office[asked.kind]();
  }
}

async function heard(asked: Asked): Promise<void> {
  if (asked.kind === 'logs') return (await opened).log(asked.lines);
  if (asked.kind === 'queues') {
    wanted.get(asked.id)?.(asked.queues);
    wanted.delete(asked.id);
    return;
  }
  const { id } = asked;
  try {
    say({ kind: 'answer', id, value: await answer(asked), error: null });
  } catch (error) {
    say({ kind: 'answer', id, value: null, error: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (asked: Asked) => void heard(asked).catch((error: unknown) => ports.warn(String(error))));
opened.catch((error: unknown) => ports.warn(`Telemetry is not sent: ${String(error)}`));
