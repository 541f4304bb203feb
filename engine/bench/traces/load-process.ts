/**
 * Sends requests made beforehand over many connections, each waiting for its answer before it sends the next, and says how many spans were
 * acknowledged, and how long it took.
 */
import { connect } from 'node:net';
import { encodeRequest } from '../../traces/testing/wire.ts';
import { madeSpans } from './spans.ts';

const [port = '', format = '', total = '', connections = '', perTrace = ''] = process.argv.slice(2);
const PER_REQUEST = 512;
const count = Number(total);

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };

function requestFrom(from: number): Buffer {
  const spans = [...madeSpans(Math.min(PER_REQUEST, count - from), Number(perTrace), from)];
  const model = { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] };
  const body = format === 'json' ? Buffer.from(JSON.stringify(model)) : encodeRequest(model);
  const head = [
    'POST /v1/traces HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Content-Type: application/${format === 'json' ? 'json' : 'x-protobuf'}`,
    `Content-Length: ${body.length}`,
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
}

const requests: { readonly bytes: Buffer; readonly spans: number }[] = [];
for (let from = 0; from < count; from += PER_REQUEST)
  requests.push({ bytes: requestFrom(from), spans: Math.min(PER_REQUEST, count - from) });

let acknowledged = 0;
let next = 0;

/** The answers are small: one read holds one. */
function sender(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    let sent = 0;
    const more = (): void => {
      const request = requests[next++];
      if (request === undefined) return void socket.end();
      sent = request.spans;
      socket.write(request.bytes);
    };
    socket.setNoDelay(true);
    socket.on('connect', more);
    socket.on('data', (answer: Buffer) => {
      if (!answer.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(answer.toString('latin1'));
      acknowledged += sent;
      more();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
}

process.send?.({ ready: true });
await new Promise((resolve) => process.once('message', resolve));
const begun = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, sender));
process.send?.({ acknowledged, ms: performance.now() - begun });
process.disconnect();
