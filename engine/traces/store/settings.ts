import type Database from 'better-sqlite3';
import type { TraceKeep, TraceRule } from '../../contract/traces.ts';
import { isLoose } from '../../core/json.ts';

/**
 * What was set for the traces of this database, in their file. What cannot be understood counts as not set. It is looked at by hand: the
 * contract's schemas would take longer to load than a trace to open (a test holds them against each other).
 */
function read<T>(database: Database.Database, name: string, is: (value: unknown) => value is T, otherwise: T): T {
  const text = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck().get(name);
  if (text === undefined) return otherwise;
  try {
    const value: unknown = JSON.parse(text);
    return is(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function write(database: Database.Database, name: string, value: unknown): void {
  database.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)').run(name, JSON.stringify(value));
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isRule = (value: unknown): value is TraceRule =>
  isLoose(value) &&
  isText(value['id']) &&
  String(value['id']).length <= 100 &&
  isText(value['workflow']) &&
  isText(value['step']) &&
  ['name', 'service'].every((key) => value[key] === undefined || isText(value[key])) &&
  (value['attributes'] === undefined || isTexts(value['attributes']));

const isTexts = (value: unknown): boolean =>
  isLoose(value) && Object.values(value).every((each) => typeof each === 'string');

export const isRules = (value: unknown): value is readonly TraceRule[] => Array.isArray(value) && value.every(isRule);

export const rulesIn = (database: Database.Database): readonly TraceRule[] => read(database, 'rules', isRules, []);

export const setRules = (database: Database.Database, given: readonly TraceRule[]): void =>
  write(database, 'rules', given);

export const DEFAULT_PORT = 4318;

export interface ReceiverSettings {
  readonly on: boolean;
  readonly port: number;
}

const isReceiver = (value: unknown): value is ReceiverSettings =>
  isLoose(value) &&
  typeof value['on'] === 'boolean' &&
  Number.isInteger(value['port']) &&
  Number(value['port']) >= 1 &&
  Number(value['port']) <= 65_535;

export const receiverIn = (database: Database.Database): ReceiverSettings =>
  read(database, 'receiver', isReceiver, { on: false, port: DEFAULT_PORT });

export const setReceiver = (database: Database.Database, given: ReceiverSettings): void =>
  write(database, 'receiver', given);

/** Some tens of millions of spans; what is older stays until then. */
export const DEFAULT_KEEP: TraceKeep = { maxAgeMs: null, maxBytes: 10 * 1024 ** 3 };

const isLimit = (value: unknown): boolean => value === null || (typeof value === 'number' && value > 0);

export const isKeep = (value: unknown): value is TraceKeep =>
  isLoose(value) && isLimit(value['maxAgeMs']) && isLimit(value['maxBytes']);

export const keepIn = (database: Database.Database): TraceKeep => read(database, 'keep', isKeep, DEFAULT_KEEP);

export const setKeep = (database: Database.Database, given: TraceKeep): void => write(database, 'keep', given);
