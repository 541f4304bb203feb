import type pg from 'pg';
import type { Failure } from '../../../core/failure.ts';
import type { Json } from '../../../core/json.ts';
import { Meter } from '../rows.ts';
import { type Answer, type Limits, SqlError } from '../session.ts';
import type { Bound } from './parameters.ts';
import { fromPostgres } from './types.ts';

/** Rows asked for at a time: little enough to stop early, many enough to need few rounds. */
const CHUNK = 500;

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** The part of the protocol that the driver's types leave out. */
interface Wire {
  parse(config: { text: string; name: string; types: readonly number[] }): void;
  bind(config: { values: readonly Bound[] }): void;
  describe(config: { type: 'P' | 'S'; name: string }): void;
  execute(config: { portal: string; rows: number }): void;
  flush(): void;
  sync(): void;
  sendCopyFail(why: string): void;
  once(event: 'parameterDescription', listener: (message: { dataTypeIDs: readonly number[] }) => void): void;
  off(event: 'parameterDescription', listener: (message: { dataTypeIDs: readonly number[] }) => void): void;
}

/**
 * One statement by the extended protocol: several in a text are refused by the server, values go beside it, and rows are fetched by the
 * chunk, so that the rest of too many is never sent.
 */
export class Statement {
  readonly answer: Promise<Answer>;
  readonly #text: string;
  readonly #values: readonly Bound[];
  readonly #meter: Meter;
  readonly #rows: Json[][] = [];
  #fields: readonly Field[] = [];
  #command = '';
  #count = 0;
  #tooMuch: Failure | null = null;
  #resolve: (answer: Answer) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(text: string, values: readonly Bound[], limits: Limits) {
    this.#text = text;
    this.#values = values;
    this.#meter = new Meter(limits);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    wire.parse({ text: this.#text, name: '', types: [] });
    wire.bind({ values: this.#values });
    wire.describe({ type: 'P', name: '' });
    this.#fetch(wire);
  }

  #fetch(wire: Wire): void {
    wire.execute({ portal: '', rows: CHUNK });
    wire.flush();
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#fields = fields;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#tooMuch !== null) return;
    const bytes = fields.reduce((sum, text) => sum + (text?.length ?? 0) + 4, 0);
    this.#tooMuch = this.#meter.add(bytes);
    if (this.#tooMuch !== null) return;
    this.#rows.push(fields.map((text, index) => fromPostgres(text, this.#fields[index]?.dataTypeID ?? 0)));
  }

  handlePortalSuspended(connection: Wire): void {
    if (this.#tooMuch === null) this.#fetch(connection);
    else connection.sync();
  }

  handleCommandComplete({ text }: { readonly text: string }, connection: Wire): void {
    const [command = ''] = text.split(' ');
    this.#command = command;
    this.#count = Number(/\d+$/.exec(text)?.[0] ?? 0);
    connection.sync();
  }

  handleEmptyQuery(connection: Wire): void {
    connection.sync();
  }

  /** Of nobody's data: there is none to give. */
  handleCopyInResponse(connection: Wire): void {
    connection.sendCopyFail('a step has nothing to copy in');
  }

  handleCopyData(): void {}

  handleReadyForQuery(): void {
    if (this.#tooMuch !== null) return this.#reject(new SqlError(this.#tooMuch));
    const isRead = this.#command === 'SELECT' || this.#command === 'FETCH' || this.#command === 'COPY';
    this.#resolve({
      columns: this.#fields.map(({ name }) => name),
      rows: this.#rows,
      affected: isRead ? 0 : this.#count,
      lastId: null,
    });
  }

  /** The driver calls it for errors of the server, after which a sync is due, and for those of the connection. */
  handleError(error: Error, connection: Wire): void {
    if ('severity' in error) connection.sync();
    this.#reject(error);
  }
}

/** Asks for the types of a statement's places, and runs nothing. */
export class Description {
  readonly types: Promise<readonly number[]>;
  readonly #text: string;
  #found: readonly number[] = [];
  #wire: Wire | null = null;
  #resolve: (types: readonly number[]) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  readonly #note = ({ dataTypeIDs }: { dataTypeIDs: readonly number[] }): void => {
    this.#found = dataTypeIDs;
  };

  constructor(text: string) {
    this.#text = text;
    this.types = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    this.#wire = wire;
    wire.once('parameterDescription', this.#note);
    wire.parse({ text: this.#text, name: '', types: [] });
    wire.describe({ type: 'S', name: '' });
    wire.sync();
  }

  handleRowDescription(): void {}

  handleReadyForQuery(): void {
    this.#resolve(this.#found);
  }

  /** The sync that is due was sent with the rest. */
  handleError(error: Error): void {
    this.#wire?.off('parameterDescription', this.#note);
    this.#reject(error);
  }
}
