import type { Sender, Sent } from '../../telemetry/out/sending.ts';
import type { Target } from '../../telemetry/out/settings.ts';
import { httpSender } from './http.ts';
import type { Requests } from './requests.ts';

/** Never throws: what is wrong with a target is what its every answer says. */
export async function senderTo<T>(
  target: Target,
  requests: Requests<T>,
  userAgent: string,
  print: (line: string) => void,
): Promise<Sender<T>> {
  if (target.kind === 'console') return consoleSender(requests, print);
  try {
    if (target.protocol !== 'grpc') return httpSender(target, requests, userAgent);
    const { grpcSender } = await import('./grpc.ts');
    return grpcSender(target, requests, userAgent);
  } catch (error) {
    const why = `Nothing can be sent to ${target.url}: ${error instanceof Error ? error.message : String(error)}.`;
    return always({ kind: 'later', afterMs: null, why });
  }
}

/** The items of each batch as a line of OTLP/JSON. */
function consoleSender<T>(requests: Requests<T>, print: (line: string) => void): Sender<T> {
  if (requests.contentType !== 'application/json') throw new Error('what is printed is JSON');
  return {
    async send(items) {
      print(new TextDecoder().decode(requests.encode(items)));
      return { kind: 'taken', refused: 0, why: null };
    },
    close: async () => {},
  };
}

function always<T>(sent: Sent): Sender<T> {
  return { send: async () => sent, close: async () => {} };
}
