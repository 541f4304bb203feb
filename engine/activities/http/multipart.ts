import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Part } from './schema-body.ts';

export interface Encoded {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** `multipart/form-data`; the same parts give the same bytes. `read` gives the content of a file of the workspace. */
export async function multipart(parts: readonly Part[], read: (file: string) => Promise<Buffer>): Promise<Encoded> {
  const contents = await Promise.all(parts.map((part) => contentOf(part, read)));
  const boundary = boundaryOf(contents);
  const pieces = parts.flatMap((part, i) => [
    Buffer.from(`--${boundary}\r\n${headOf(part)}\r\n\r\n`),
    contents[i] ?? Buffer.alloc(0),
    Buffer.from('\r\n'),
  ]);
  const bytes = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { bytes, contentType: `multipart/form-data; boundary=${boundary}` };
}

async function contentOf({ value, base64, file }: Part, read: (file: string) => Promise<Buffer>): Promise<Buffer> {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (file !== undefined) return read(file);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Of a hash over all: no content can hold it, but by foreseeing itself. */
function boundaryOf(contents: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(`${content.length} `).update(content);
  return `sagaloom-${hash.digest('hex').slice(0, 40)}`;
}

function headOf(part: Part): string {
  const filename = filenameOf(part);
  const contentType = part.contentType ?? contentTypeOf(part);
  const disposition = `content-disposition: form-data; name="${escaped(part.name)}"`;
  return [
    filename === null ? disposition : `${disposition}; filename="${escaped(filename)}"`,
    ...(contentType === null ? [] : [`content-type: ${plainLine(contentType)}`]),
  ].join('\r\n');
}

function filenameOf({ filename, file, base64, name }: Part): string | null {
  if (filename !== undefined) return filename;
  if (file !== undefined) return path.basename(file);
  return base64 === undefined ? null : name;
}

function contentTypeOf({ value }: Part): string | null {
  if (value === undefined) return 'application/octet-stream';
  return typeof value === 'string' ? null : 'application/json';
}

/** As browsers do. */
const escaped = (text: string): string => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const plainLine = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');
