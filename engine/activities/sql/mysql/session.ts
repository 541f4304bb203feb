import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import mysql from 'mysql2';
import type { Connection, ConnectionOptions, FieldPacket, ResultSetHeader } from 'mysql2';
import type { Failure } from '../../../core/failure.ts';
import type { Json } from '../../../core/json.ts';
import { Meter, sizeOf } from '../rows.ts';
import type { Answer, Begin, Isolation, Limits, OnceTexts, Session, Statement } from '../session.ts';
import { isList, SqlError } from '../session.ts';
import { nameOf, type ServerTarget } from '../target.ts';
import { positional } from '../text.ts';
import { exactNumber } from '../values.ts';
import { mysqlError } from './errors.ts';
import { verifyAddress } from './identity.ts';
import { type Bound, fromMysql, toMysql } from './values.ts';

const levels: Record<Isolation, string> = {
  readCommitted: 'READ COMMITTED',
  repeatableRead: 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

/** What is written by them is written in the transaction. All else may end it: definitions do, procedures can. */
const plainWords: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'REPLACE',
  'WITH',
  'VALUES',
  'TABLE',
  '',
]);

/** It goes with the transaction it was set in, and so tells whether that one is still the one begun. */
const MARK = 'sagaloom_begun';

/** A reset takes back what was agreed when the connection was made. */
const AGREED = "SET NAMES utf8mb4, time_zone = '+00:00'";

const once: OnceTexts = {
  create:
    'CREATE TABLE sagaloom_once (`key` VARCHAR(255) COLLATE utf8mb4_bin PRIMARY KEY, result LONGTEXT, at DATETIME(3) NOT NULL) ENGINE=InnoDB CHARACTER SET utf8mb4',
  claim: 'INSERT INTO sagaloom_once (`key`, at) VALUES (?, UTC_TIMESTAMP(3))',
  find: 'SELECT result FROM sagaloom_once WHERE `key` = ? LOCK IN SHARE MODE',
  record: 'UPDATE sagaloom_once SET result = ? WHERE `key` = ?',
};

export async function connectMysql(target: ServerTarget): Promise<Session> {
  const where = nameOf(target);
  const wire = await open(target, where);
  await wire.plain(AGREED);
  let isMarked = false;
  return {
    once,
    isOpen: wire.isOpen,
    isUndoneByLoss: () => !isMarked,
    async begin({ isolation, readOnly, words }: Begin) {
      isMarked = words.some((word) => !plainWords.has(word));
      if (isolation !== undefined) await wire.plain(`SET TRANSACTION ISOLATION LEVEL ${levels[isolation]}`);
      await wire.plain(readOnly ? 'START TRANSACTION READ ONLY' : 'START TRANSACTION');
      if (isMarked) await wire.plain(`SAVEPOINT ${MARK}`);
    },
    run: (statement, limits) => wire.execute(statement, limits),
    async commit() {
      await wire.plain('COMMIT');
    },
    async rollback() {
      const isBegun = !isMarked || (await wire.plain(`ROLLBACK TO SAVEPOINT ${MARK}`).then(() => true, onlyGone));
      const { warningStatus = 0 } = await wire.plain('ROLLBACK');
      return isBegun && warningStatus === 0; // a warning: tables that know no transactions stay changed
    },
    reset: () => wire.reset(),
    cancel: () => kill(target, where, wire.id),
    async close() {
      wire.close();
    },
  };
}

interface Wire {
  readonly id: number;
  readonly isOpen: () => boolean;
  readonly plain: (text: string) => Promise<Partial<ResultSetHeader> & { readonly warningStatus?: number }>;
  readonly execute: (statement: Statement, limits: Limits) => Promise<Answer>;
  readonly reset: () => Promise<void>;
  readonly close: () => void;
}

async function open(target: ServerTarget, where: string): Promise<Wire> {
  const connection = mysql.createConnection(configOf(target));
  if (target.tls?.isVerified === true) verifyAddress(connection, target.host);
  let isOpen = true;
  let fail: ((error: unknown) => void) | null = null;
  const lost = (error: unknown): void => {
    isOpen = false;
    fail?.(mysqlError(error, where));
  };
  connection.on('error', lost).on('end', () => lost(new Error('it ended')));
  /** The driver leaves what is under way without an answer when a connection is closed by us. */
  const asked = <T>(ask: (done: (error: unknown, value: T) => void) => void): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      fail = reject;
      ask((error, value) =>
        error === null || error === undefined ? resolve(value) : reject(mysqlError(error, where)),
      );
    }).finally(() => (fail = null));
  const plain: Wire['plain'] = (text) => asked((done) => connection.query<ResultSetHeader>(text, done));
  await asked<unknown>((done) => connection.connect((error) => done(error, undefined)));
  return {
    id: connection.threadId,
    isOpen: () => isOpen,
    plain,
    execute: (statement, limits) => asked((done) => execute(connection, statement, limits, done)),
    async reset() {
      await asked<unknown>((done) => connection.reset((error) => done(error, undefined)));
      await plain(AGREED);
    },
    close() {
      cut(connection);
      lost(new Error('it was closed'));
    },
  };
}

/** The driver's own way only says goodbye, and goes on reading. */
function cut(connection: Connection): void {
  connection.destroy();
  (connection as unknown as { readonly stream: Duplex }).stream.destroy();
}

function configOf({ host, port, user, password, database, tls, connectMs }: ServerTarget): ConnectionOptions {
  return {
    host,
    port,
    user,
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    connectTimeout: connectMs,
    ...(tls !== null && {
      ssl: {
        rejectUnauthorized: tls.isVerified,
        verifyIdentity: tls.isVerified && isIP(host) === 0, // of an address: see `verifyAddress`
        ...(tls.ca !== undefined && { ca: tls.ca }),
        ...(tls.cert !== undefined && { cert: tls.cert }),
        ...(tls.key !== undefined && { key: tls.key }),
      },
    }),
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
    disableEval: true,
    flags: ['-LOCAL_FILES'], // no server reads a file of this machine
  };
}

type Done<T> = (error: unknown, value: T) => void;

type Query = ReturnType<Connection['query']>;

/** Of several results, as procedures give them, the first. */
function execute(connection: Connection, statement: Statement, limits: Limits, done: Done<Answer>): void {
  const { text, parameters } = statement;
  const found = boundOf(text, parameters);
  if ('type' in found) return done(new SqlError(found), empty);
  connection.prepare(found.text, (error, prepared) => {
    const isUnprepared = error?.errno === CANNOT_PREPARE && found.values.length === 0;
    if (isUnprepared) return collect(connection, connection.query(found.text), statement, limits, done);
    if (error !== null) return done(error, empty);
    const places = (prepared as unknown as Prepared).parameters.length;
    if (places !== found.values.length) return done(new SqlError(otherCount(places, found.values.length)), empty);
    // with no callback it tells row by row
    collect(connection, (prepared as unknown as Prepared).execute([...found.values]), statement, limits, done);
  });
}

/** What the driver's types leave out. */
interface Prepared {
  readonly parameters: readonly unknown[];
  readonly execute: (values: readonly Bound[]) => Query;
}

/** Some statements the server takes as a text only. */
const CANNOT_PREPARE = 1295;

function collect(connection: Connection, query: Query, { word }: Statement, limits: Limits, done: Done<Answer>): void {
  const meter = new Meter(limits);
  const rows: Json[][] = [];
  let fields: readonly FieldPacket[] | undefined;
  let written: ResultSetHeader | undefined;
  const stop = (failure: Failure): void => {
    cut(connection); // else the rest would have to be read
    done(new SqlError(failure, { isLost: true }), empty);
  };
  query.on('fields', (given: readonly FieldPacket[] | undefined) => (fields ??= given));
  query.on('result', (given: readonly unknown[] | ResultSetHeader, index = 0) => {
    if (!Array.isArray(given)) return (written = given as ResultSetHeader);
    if (index > 0) return;
    const problem = meter.add(sizeOf(given));
    if (problem !== null) return stop(problem);
    rows.push(given.map((value, at) => fromMysql(value, fields?.[at] ?? noField)));
  });
  query.on('error', (error: unknown) => done(error, empty));
  query.on('end', () =>
    done(null, { columns: fields?.map(({ name }) => name) ?? [], rows, ...countsOf(word, rows, written) }),
  );
}

const otherCount = (places: number, given: number): Failure => ({
  type: 'sql.parameters',
  message: `The statement has ${places} places for parameters, and ${given} are given.`,
  retryable: false,
});

const empty: Answer = { columns: [], rows: [], affected: 0, lastId: null };
const noField = {} as FieldPacket;

function countsOf(word: string, { length }: readonly unknown[], written: ResultSetHeader | undefined) {
  const isRead = word === 'SELECT' || word === 'SHOW' || word === 'DESCRIBE' || word === 'EXPLAIN' || word === 'VALUES';
  const affected =
    written === undefined ? (isRead || word === 'WITH' ? 0 : length) : Number(String(written.affectedRows)); // the driver may give a text
  const id = String(written?.insertId ?? 0);
  return { affected, lastId: id === '0' ? null : exactNumber(id) };
}

interface Places {
  readonly text: string;
  readonly values: readonly Bound[];
}

function boundOf(text: string, parameters: Statement['parameters']): Places | Failure {
  if (isList(parameters)) return { text, values: parameters.map(toMysql) };
  const { text: placed, names } = positional(text);
  const missing = names.find((name) => !Object.hasOwn(parameters, name));
  if (missing !== undefined) {
    return {
      type: 'sql.parameters',
      message: `The statement has a place :${missing}, for which no parameter is given.`,
      retryable: false,
    };
  }
  return { text: placed, values: names.map((name) => toMysql(parameters[name] ?? null)) };
}

/** Whoever may use the connection may also stop what it does. */
async function kill(target: ServerTarget, where: string, id: number): Promise<void> {
  const wire = await open(target, where);
  try {
    await wire.plain(`KILL QUERY ${id}`);
  } finally {
    wire.close();
  }
}

/** The mark went with its transaction: a statement has ended it. */
function onlyGone(error: unknown): false {
  if (error instanceof SqlError && !error.isLost) return false;
  throw error;
}
