import { z } from 'zod';
import { parseDuration } from '../../core/duration.ts';
import { durationSchema } from '../../core/definition/common.ts';
import type { Failure } from '../../core/failure.ts';
import { type ActivityContext, inputFailure } from '../activity.ts';
import { connectionNamed } from '../connections.ts';
import { locate } from '../workspace/paths.ts';
import type { SqlInput } from './schema.ts';

/** How many connections of one kind a process holds, and for how long one of no use is kept. */
export interface PoolLimits {
  readonly size: number;
  readonly idleMs: number;
}

export interface Tls {
  /** The certificate must be one that `ca`, or the machine, trusts, and of this host. */
  readonly isVerified: boolean;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface ServerTarget {
  readonly kind: 'postgres' | 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly tls: Tls | null;
  readonly connectMs: number;
  readonly pool: PoolLimits;
}

export interface FileTarget {
  readonly kind: 'sqlite';
  readonly workspace: string;
  /** In the workspace; its name may be written by steps. */
  readonly folders: readonly string[];
  readonly name: string;
  /** How long one waits for another's transaction. */
  readonly busyMs: number;
  readonly pool: PoolLimits;
}

export type Target = ServerTarget | FileTarget;

export type FoundTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly error: Failure };

const pooled = {
  poolSize: z.int().min(1).max(100).default(4),
  idleTimeout: durationSchema.default('30s'),
};

const port = z.coerce.number().pipe(z.int().min(1).max(65_535));

const server = z.strictObject({
  type: z.enum(['postgres', 'mysql', 'mariadb']),
  url: z.string().optional(),
  host: z.string().min(1).optional(),
  port: port.optional(),
  user: z.string().optional(),
  password: z.coerce.string().optional(),
  database: z.string().optional(),
  tls: z.enum(['off', 'encrypt', 'verify']).optional(),
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  connectTimeout: durationSchema.default('10s'),
  ...pooled,
});

const file = z.strictObject({
  type: z.literal('sqlite'),
  file: z.string(),
  busyTimeout: durationSchema.default('5s'),
  ...pooled,
});

const settings = z.discriminatedUnion('type', [server, file]);

const types = ['sqlite', 'postgres', 'mysql', 'mariadb'] as const;

export async function targetOf({ connection, url }: SqlInput, context: ActivityContext): Promise<FoundTarget> {
  if (connection === undefined) return ofUrl(url ?? '', context);
  const found = await connectionNamed(connection, types, context);
  return found.ok ? checked(found.connection, `The connection ${connection}`, context) : found;
}

/** No error says what stands in it: it holds a password. */
function ofUrl(text: string, context: ActivityContext): FoundTarget {
  if (text.startsWith('sqlite:'))
    return checked({ type: 'sqlite', file: text.slice('sqlite:'.length) }, 'The url', context);
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1] ?? '';
  const type = { postgres: 'postgres', postgresql: 'postgres', mysql: 'mysql', mariadb: 'mariadb' }[scheme];
  if (type === undefined) return refused('The url begins with none of postgres://, mysql://, mariadb:// and sqlite:.');
  return checked({ type, url: text }, 'The url', context);
}

function checked(given: unknown, who: string, { place }: ActivityContext): FoundTarget {
  const parsed = settings.safeParse(given);
  if (!parsed.success) return refused(`${who} is wrong: ${parsed.error.issues.map(problemOf).join('; ')}.`);
  const { data } = parsed;
  const pool = { size: data.poolSize, idleMs: parseDuration(data.idleTimeout) ?? 0 };
  if (data.type !== 'sqlite') return serverOf(data, who, pool);
  const named = locate(data.file, 'write');
  if (!named.ok) return named;
  const { folders, name } = named;
  const busyMs = parseDuration(data.busyTimeout) ?? 0;
  return { ok: true, target: { kind: 'sqlite', workspace: place.workspace, folders, name, busyMs, pool } };
}

type ServerSettings = z.output<typeof server>;

/** What is said beside the URL wins over what it says. */
function serverOf(given: ServerSettings, who: string, pool: PoolLimits): FoundTarget {
  const read = given.url === undefined ? {} : partsOf(given.url);
  if (read === null)
    return refused(`${who} is not of the form SCHEME://USER:PASSWORD@HOST:PORT/DATABASE, with sslmode at most.`);
  const { type, host = read.host, user = read.user, password = read.password, database = read.database } = given;
  if (host === undefined || host === '') return refused(`${who} names no host.`);
  const kind = type === 'postgres' ? 'postgres' : 'mysql';
  const target: ServerTarget = {
    kind,
    host,
    port: given.port ?? read.port ?? (kind === 'postgres' ? 5432 : 3306),
    user: user ?? '',
    password,
    database,
    tls: tlsOf(given, given.tls ?? read.tls),
    connectMs: parseDuration(given.connectTimeout) ?? 0,
    pool,
  };
  return { ok: true, target };
}

type TlsMode = 'off' | 'encrypt' | 'verify';

/** Whoever names an authority wants it asked. */
function tlsOf({ ca, cert, key }: ServerSettings, mode: TlsMode = ca === undefined ? 'off' : 'verify'): Tls | null {
  return mode === 'off' ? null : { isVerified: mode === 'verify', ca, cert, key };
}

interface UrlParts {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly tls?: TlsMode;
}

/** As the databases' own programs name them; `prefer` would promise nothing, and is not one of them. */
const modes: Readonly<Record<string, TlsMode>> = {
  disable: 'off',
  disabled: 'off',
  require: 'encrypt',
  required: 'encrypt',
  'verify-full': 'verify',
  verify_identity: 'verify',
};

function partsOf(text: string): UrlParts | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const mode = url.searchParams.get('sslmode') ?? url.searchParams.get('ssl-mode');
  const tls = mode === null ? undefined : modes[mode.toLowerCase()];
  const isKnown = [...url.searchParams.keys()].every((name) => name === 'sslmode' || name === 'ssl-mode');
  if (!isKnown || (mode !== null && tls === undefined)) return null;
  const database = decoded(url.pathname.slice(1));
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(url.username !== '' && { user: decoded(url.username) }),
    ...(url.password !== '' && { password: decoded(url.password) }),
    ...(database !== '' && { database }),
    ...(tls !== undefined && { tls }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % of the password's own
  }
}

/** The name of the field, never its value. */
const problemOf = ({ path, message }: z.core.$ZodIssue): string => `${path.map(String).join('.')}: ${message}`;

const refused = (message: string): FoundTarget => ({ ok: false, error: inputFailure(message) });

/** For messages: without user and password. */
export function nameOf(target: Target): string {
  if (target.kind === 'sqlite') return `SQLite ${[...target.folders, target.name].join('/')}`;
  const { kind, host, port: at, database } = target;
  const where = `${host.includes(':') ? `[${host}]` : host}:${at}`;
  return `${kind === 'postgres' ? 'PostgreSQL' : 'MySQL'} ${where}${database === undefined ? '' : `/${database}`}`;
}
