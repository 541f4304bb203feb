import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';

export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request on a connection of its own, with any headers, also those `fetch` would not send. */
export function send(
  port: number,
  body: Buffer | string,
  headers: OutgoingHttpHeaders = {},
  { method = 'POST', path = '/v1/traces', host = '127.0.0.1' } = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host, port, method, path, agent: false, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
