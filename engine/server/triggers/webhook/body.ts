/** The bytes as they came; null where there are more than that, of which no more is read. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const said = Number(request.headers.get('content-length') ?? 0);
  if (said > maxBytes || Number.isNaN(said)) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream: AsyncIterable<Uint8Array> | null = request.body;
  if (stream === null) return new Uint8Array();
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
