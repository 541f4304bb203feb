import { createHash, randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { idsOffset, withString } from '../../contract/columns-wire.ts';
import type { LateContext, SpanContext } from '../draft.ts';
import type { Batch } from './batch.ts';
import type { BlockBuilder } from './block.ts';
import { KnownIds, KnownTraces } from './known-ids.ts';

/** So many ids of spans are held, to know what came twice: 24 bytes each, some 50 MB at most. */
const KNOWN_SPANS = 2_000_000;
const CONTEXTS = 10_000;

/** What traces came with: a request, or a file. */
export interface Source {
  readonly number: number;
  readonly imported: boolean;
}

interface TraceRow {
  readonly trace: number;
  readonly source: number;
}

/**
 * Writes what came, all of it in one transaction. A span that came before with another request or file is not kept once more (an exporter
 * that had no answer sends again); two of one id that came together are both kept, as they came.
 */
export class TraceWriter {
  private readonly database: Database.Database;
  private readonly now: () => number;
  private readonly statements: Statements;
  private readonly known = new KnownTraces(KNOWN_SPANS);
  private readonly contexts = new Map<string, number>();
  private version: unknown = null;
  private readonly inTransaction: (work: () => void) => void;

  constructor(database: Database.Database, now: () => number) {
    this.database = database;
    this.now = now;
    this.statements = prepareStatements(database);
    const transaction = database.transaction((work: () => void) => work());
    this.inTransaction = (work) => transaction.immediate(work);
  }

  /** Requests, or a part of a file. How many spans were new. */
  write(batches: readonly Batch[], file: Source | null = null): number {
    let fresh = 0;
    try {
      this.inTransaction(() => {
        this.heedOthers();
        for (const batch of batches) {
          const source = file ?? { number: this.nextSource(), imported: false };
          for (const block of batch.blocks.values()) fresh += this.block(block, source);
        }
      });
    } catch (error) {
      this.forget(); // of what was not written
      throw error;
    }
    return fresh;
  }

  /** Of a file that will be written part by part. */
  fileSource(): Source {
    return { number: this.nextSource(), imported: true };
  }

  /** Counted in the file, where other processes count as well. */
  private nextSource(): number {
    return Number(this.statements.nextSource.get());
  }

  private forget(): void {
    this.known.clear();
    this.contexts.clear();
  }

  /** Another process wrote: what is remembered may not hold. */
  private heedOthers(): void {
    const version = this.database.pragma('data_version', { simple: true });
    if (version === this.version) return;
    this.version = version;
    this.forget();
  }

  private block(block: BlockBuilder, source: Source): number {
    const trace = this.statements.find.get(block.traceId) ?? this.add(block, source);
    const repeated = this.repeated(block, trace.trace, source.number);
    if (repeated.size > 0) block.drop(repeated);
    if (block.count === 0) return 0;
    const columns = block.columns();
    const bodies = block.encodeBodies(this.contextRow);
    const { lastInsertRowid } = this.statements.insert.run(trace.trace, source.number, block.count, columns, bodies);
    for (const { late } of block.contexts.keys()) if (late?.marker) late.blocks.push(Number(lastInsertRowid));
    const { summary } = block;
    this.statements.update.run({
      ...summary,
      trace: trace.trace,
      spans: block.count,
      bytes: columns.length + bodies.length,
      updated: this.now(),
    });
    return block.count;
  }

  private add(block: BlockBuilder, source: Source): TraceRow {
    const { lastInsertRowid } = this.statements.add.run({
      traceId: block.traceId,
      source: source.number,
      imported: source.imported ? 1 : 0,
      updated: this.now(),
    });
    const trace = Number(lastInsertRowid);
    this.known.put(trace, new KnownIds());
    return { trace, source: source.number };
  }

  /** Places of those that came before, with something else. */
  private repeated({ ids, count }: BlockBuilder, trace: number, source: number): ReadonlySet<number> {
    const known = this.known.get(trace) ?? this.readKnown(trace);
    const before = known.count;
    const places = new Set<number>();
    for (let index = 0; index < count; index++)
      if (known.note(ids[index * 2] ?? 0, ids[index * 2 + 1] ?? 0, source) !== source) places.add(index);
    this.known.grew(known.count - before);
    return places;
  }

  private readKnown(trace: number): KnownIds {
    const known = new KnownIds();
    for (const { source, ids } of this.statements.ids.iterate(trace))
      for (let at = 0; at < ids.length; at += 8) known.note(ids.readUInt32LE(at), ids.readUInt32LE(at + 4), source);
    this.known.put(trace, known);
    this.known.grew(known.count);
    return known;
  }

  /** What was written while not all of a context had come. */
  settle({ row, marker, blocks }: LateContext, { text, service }: SpanContext): void {
    if (row === null) return;
    this.inTransaction(() => {
      this.statements.setContext.run(text, row);
      if (marker === null) return;
      for (const block of blocks) {
        const columns = this.statements.columns.get(block);
        if (columns === undefined) continue; // removed since
        this.statements.setColumns.run(withString(columns, marker, service), block);
        this.statements.setService.run(service, marker, block);
      }
    });
  }

  private readonly contextRow = (context: SpanContext): number => {
    if (context.late !== undefined) {
      context.late.row ??= Number(this.statements.addContext.run(randomBytes(32), context.text).lastInsertRowid);
      return context.late.row;
    }
    const found = this.contexts.get(context.text);
    if (found !== undefined) return found;
    const hash = createHash('sha256').update(context.text).digest();
    const row =
      this.statements.findContext.get(hash) ??
      Number(this.statements.addContext.run(hash, context.text).lastInsertRowid);
    if (this.contexts.size >= CONTEXTS) this.contexts.clear();
    this.contexts.set(context.text, row);
    return row;
  };
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: Database.Database) {
  return {
    nextSource: database
      .prepare<[], string>(
        `INSERT INTO settings (name, value) VALUES ('source', '1')
         ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING value`,
      )
      .pluck(),
    find: database.prepare<[string], TraceRow>('SELECT trace, source FROM traces WHERE trace_id = ?'),
    add: database.prepare(
      `INSERT INTO traces (trace_id, source, imported, started, ended, root_rank, root_start, name, service, spans, errors, bytes, updated)
       VALUES (:traceId, :source, :imported, 9e15, -9e15, 2, 9e15, '', '', 0, 0, 0, :updated)`,
    ),
    insert: database.prepare('INSERT INTO blocks (trace, source, spans, columns, bodies) VALUES (?, ?, ?, ?, ?)'),
    ids: database.prepare<[number], { readonly source: number; readonly ids: Buffer }>(
      `SELECT source, substr(columns, ${idsOffset + 1}, spans * 8) AS ids FROM blocks WHERE trace = ?`,
    ),
    update: database.prepare(updateTrace),
    findContext: database.prepare<[Buffer], number>('SELECT context FROM contexts WHERE hash = ?').pluck(),
    setContext: database.prepare<[string, number]>('UPDATE contexts SET text = ? WHERE context = ?'),
    columns: database.prepare<[number], Buffer>('SELECT columns FROM blocks WHERE block = ?').pluck(),
    setColumns: database.prepare<[Uint8Array, number]>('UPDATE blocks SET columns = ? WHERE block = ?'),
    setService: database.prepare<[string, string, number]>(
      'UPDATE traces SET service = ? WHERE service = ? AND trace = (SELECT trace FROM blocks WHERE block = ?)',
    ),
    addContext: database.prepare<[Buffer, string]>('INSERT INTO contexts (hash, text) VALUES (?, ?)'),
  };
}

const isBetterRoot = '(:rootRank < root_rank OR (:rootRank = root_rank AND :rootStart < root_start))';
const updateTrace = `
  UPDATE traces SET
    started = min(started, :started),
    ended = max(ended, :ended),
    name = CASE WHEN ${isBetterRoot} THEN :name ELSE name END,
    service = CASE WHEN ${isBetterRoot} THEN :service ELSE service END,
    root_start = CASE WHEN ${isBetterRoot} THEN :rootStart ELSE root_start END,
    root_rank = min(root_rank, :rootRank),
    spans = spans + :spans,
    errors = errors + :errors,
    bytes = bytes + :bytes,
    workflow = coalesce(workflow, :workflow),
    run_id = coalesce(run_id, :runId),
    updated = :updated
  WHERE trace = :trace`;
