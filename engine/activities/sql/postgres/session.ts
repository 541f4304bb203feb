import pg from 'pg';
import type { Answer, Begin, Isolation, Limits, OnceTexts, Session, Statement as Asked } from '../session.ts';
import { isList, SqlError } from '../session.ts';
import { nameOf, type ServerTarget, type Tls } from '../target.ts';
import { postgresError } from './errors.ts';
import { dependsOnType, toPostgres } from './parameters.ts';
import { Description, Statement } from './query.ts';

const levels: Record<Isolation, string> = {
  readCommitted: 'READ COMMITTED',
  repeatableRead: 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

/** So that values come as one spelling, whatever the server's settings: they hold for the transaction. */
const SPELLINGS =
  "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1";

const once: OnceTexts = {
  create: 'CREATE TABLE sagaloom_once (key text PRIMARY KEY, result text, at timestamptz NOT NULL)',
  claim: 'INSERT INTO sagaloom_once (key, at) VALUES ($1, now()) ON CONFLICT (key) DO NOTHING',
  find: 'SELECT result FROM sagaloom_once WHERE key = $1',
  record: 'UPDATE sagaloom_once SET result = $1 WHERE key = $2',
};

export async function connectPostgres(target: ServerTarget): Promise<Session> {
  const where = nameOf(target);
  const client = new pg.Client(configOf(target));
  let isOpen = true;
  client.on('error', () => (isOpen = false)).on('end', () => (isOpen = false));
  await guarded(where, () => client.connect());
  const pid = await guarded(where, () => backendOf(client));
  const plain = (text: string): Promise<unknown> => guarded(where, () => client.query(text));
  return {
    once,
    isOpen: () => isOpen,
    isUndoneByLoss: () => true,
    async begin(how) {
      await plain(`${beginning(how)}; ${SPELLINGS}`);
    },
    run: (statement, limits) => guarded(where, () => run(client, statement, limits)),
    async commit() {
      await plain('COMMIT');
    },
    async rollback() {
      await plain('ROLLBACK');
      return true;
    },
    async reset() {
      await plain('DISCARD ALL');
    },
    cancel: () => cancel(target, pid),
    async close() {
      isOpen = false;
      client.connection.stream.destroy();
    },
  };
}

/** The driver calls nobody's certificate by its own name unless asked to look. */
function configOf({ host, port, user, password, database, tls, connectMs }: ServerTarget): pg.ClientConfig {
  return {
    host,
    port,
    user,
    password,
    database: database ?? user,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: 'sagaloom',
    ssl: tls === null ? false : tlsOf(tls),
  };
}

function tlsOf({ isVerified, ca, cert, key }: Tls) {
  return {
    rejectUnauthorized: isVerified,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ readonly pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

function beginning({ isolation, readOnly }: Begin): string {
  const level = isolation === undefined ? '' : ` ISOLATION LEVEL ${levels[isolation]}`;
  return `BEGIN${level}${readOnly ? ' READ ONLY' : ''}`;
}

async function run(client: pg.Client, { text, parameters }: Asked, limits: Limits): Promise<Answer> {
  if (!isList(parameters)) throw new SqlError(byPlace());
  const types = parameters.some(dependsOnType) ? await client.query(new Description(text)).types : [];
  const bound = parameters.map((value, index) => toPostgres(value, types[index] ?? 0));
  return client.query(new Statement(text, bound, limits)).answer;
}

const byPlace = () =>
  ({
    type: 'sql.parameters',
    message: 'PostgreSQL knows parameters by their places only: $1, $2, and a list of values.',
    retryable: false,
  }) as const;

/** Whoever may use the connection may also stop what it does. */
async function cancel(target: ServerTarget, pid: number): Promise<void> {
  const client = new pg.Client(configOf(target));
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT pg_cancel_backend($1)', [pid]);
  } finally {
    client.connection.stream.destroy();
  }
}

async function guarded<T>(where: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw postgresError(error, where);
  }
}
