import type { Failure } from '../../core/failure.ts';
import { type ActivityContext, inputFailure } from '../activity.ts';
import { type Connection, connectionNamed } from '../connections.ts';
import { canonicalHost, type Target } from '../network/host.ts';
import { readTextFile } from '../protobuf/files.ts';
import type { GrpcInput } from './schema.ts';

/** Null: no encryption. */
export type Tls = {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly serverName: string | null;
} | null;

/** Where a call goes, and how. */
export interface Endpoint {
  readonly target: Target;
  readonly tls: Tls;
  readonly authority: string | null;
}

export type FoundEndpoint =
  | { readonly ok: true; readonly endpoint: Endpoint }
  | { readonly ok: false; readonly error: Failure };

type Given = Pick<GrpcInput, 'target' | 'tls' | 'authority'>;

/** What the step says wins over what its connection says. */
export async function endpointOf(input: GrpcInput, context: ActivityContext): Promise<FoundEndpoint> {
  const { connection: name, ...own } = input;
  if ((name === undefined) === (own.target === undefined))
    return wrong('Give either target, HOST:PORT, or the name of a connection.');
  if (name === undefined) return made(own, context);
  const found = await connectionNamed(name, ['grpc'], context);
  if (!found.ok) return found;
  const given = givenBy(found.connection);
  return made(
    { target: given.target, tls: own.tls ?? given.tls, authority: own.authority ?? given.authority },
    context,
  );
}

function givenBy(connection: Connection): Given {
  const text = (field: string): string | undefined => {
    const value = connection[field];
    return value === undefined || value === '' ? undefined : String(value);
  };
  const fields = ['ca', 'caFile', 'cert', 'certFile', 'key', 'serverName'] as const;
  const tls = Object.fromEntries(fields.flatMap((field) => (text(field) === undefined ? [] : [[field, text(field)]])));
  const isPlain = connection['tls'] === false || connection['tls'] === 'false';
  return { target: text('target') ?? '', authority: text('authority'), tls: isPlain ? false : tls };
}

async function made({ target, tls, authority }: Given, { place }: ActivityContext): Promise<FoundEndpoint> {
  const parsed = targetIn(target ?? '');
  if (parsed === null) return wrong(`"${(target ?? '').slice(0, 100)}" is no target; it has to be HOST:PORT.`);
  const secured = await tlsOf(tls, place.workspace);
  if (!secured.ok) return secured;
  return { ok: true, endpoint: { target: parsed, tls: secured.tls, authority: authority ?? null } };
}

/** Neither a scheme nor a socket of the file system: those would go round the rules of the network. */
function targetIn(text: string): Target | null {
  const [, host = '', port = ''] = /^(\[[\da-fA-F:.]+\]|[^\s:/\\@?#[\]]+):(\d{1,5})$/.exec(text) ?? [];
  const canonical = host === '' ? null : canonicalHost(host);
  return canonical === null || Number(port) < 1 || Number(port) > 65_535
    ? null
    : { host: canonical, port: Number(port) };
}

type FoundTls = { readonly ok: true; readonly tls: Tls } | { readonly ok: false; readonly error: Failure };

async function tlsOf(given: GrpcInput['tls'], workspace: string): Promise<FoundTls> {
  if (given === false) return { ok: true, tls: null };
  const { ca, caFile, cert, certFile, key, serverName } = given === true || given === undefined ? {} : given;
  const authorities = await pemOf(ca, caFile, workspace);
  if (!authorities.ok) return authorities;
  const own = await pemOf(cert, certFile, workspace);
  if (!own.ok) return own;
  if ((own.pem === null) !== (key === undefined))
    return {
      ok: false,
      error: inputFailure("The client's certificate and its key come together: give cert or certFile, and key."),
    };
  return { ok: true, tls: { ca: authorities.pem, cert: own.pem, key: key ?? null, serverName: serverName ?? null } };
}

async function pemOf(text: string | undefined, file: string | undefined, workspace: string) {
  if (file === undefined) return { ok: true as const, pem: text ?? null };
  const read = await readTextFile(workspace, file);
  return read.ok ? { ok: true as const, pem: read.value } : read;
}

const wrong = (message: string): FoundEndpoint => ({ ok: false, error: inputFailure(message) });

/** For messages. */
export const shown = ({ target: { host, port } }: Endpoint): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
