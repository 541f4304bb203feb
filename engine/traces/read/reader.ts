import type Database from 'better-sqlite3';
import type { StoredSpan, TraceRule, TraceSummary } from '../../contract/traces.ts';
import type { Page } from '../../contract/types.ts';
import type { ContextModel } from '../model.ts';
import { ruleFinder } from '../../contract/trace-rules.ts';
import { rulesIn } from '../store/settings.ts';
import { bodyPlaces } from './places.ts';
import { listTraces, type TracesQuery } from './list.ts';
import { otlpPart } from './otlp.ts';
import { overlayOf } from './overlay.ts';
import { searchTrace, type SearchQuery } from './search.ts';
import { modelOf, storedSpan } from './span.ts';
import { readBodies } from '../store/bodies.ts';
import { type SummaryRow, summaryColumns, summaryOf } from './summary.ts';

/** Spans, and bytes of columns, in a part. */
const PART_SPANS = 200_000;
const PART_BYTES = 12 * 1024 * 1024;

export interface ColumnsPart {
  readonly data: Uint8Array;
  readonly next: string | null;
  /** In this part. */
  readonly spans: number;
}

export interface TextPart {
  readonly text: string;
  readonly next: string | null;
}

export interface BlockRow {
  readonly block: number;
  readonly spans: number;
  readonly columns: Buffer;
}

/** Reads what is kept, with a connection of its own. Null where a trace is not there. */
export class TraceReader {
  private readonly database: Database.Database;
  private readonly contexts = new Map<number, ContextModel>();
  private readonly traceOf: Database.Statement<[string], number>;
  private readonly blocks: Database.Statement<[number, number], BlockRow>;
  private readonly bodiesOf: Database.Statement<[number], Buffer>;

  constructor(database: Database.Database) {
    this.database = database;
    this.traceOf = database.prepare<[string], number>('SELECT trace FROM traces WHERE trace_id = ?').pluck();
    this.blocks = database.prepare(
      'SELECT block, spans, columns FROM blocks WHERE trace = ? AND block > ? ORDER BY block',
    );
    this.bodiesOf = database.prepare<[number], Buffer>('SELECT bodies FROM blocks WHERE block = ?').pluck();
  }

  list(query: TracesQuery): Page<TraceSummary> {
    return listTraces(this.database, query);
  }

  count(): number {
    return this.database.prepare<[], number>('SELECT count(*) FROM traces').pluck().get() ?? 0;
  }

  summary(traceId: string): TraceSummary | null {
    const row = this.database
      .prepare<[string], SummaryRow>(`SELECT ${summaryColumns} FROM traces WHERE trace_id = ?`)
      .get(traceId);
    return row === undefined ? null : summaryOf(row);
  }

  columns(traceId: string, cursor: string | null): ColumnsPart | null {
    const trace = this.traceOf.get(traceId);
    if (trace === undefined) return null;
    const rules = rulesIn(this.database);
    const parts: Uint8Array[] = [];
    let spans = 0;
    let bytes = 0;
    let last = Number(cursor ?? 0);
    let isMore = false;
    for (const { block, spans: count, columns } of this.blocks.iterate(trace, last)) {
      if (spans > 0 && (spans + count > PART_SPANS || bytes + columns.length > PART_BYTES)) {
        isMore = true;
        break;
      }
      const overlay = rules.length === 0 ? null : overlayOf(columns, rules, () => this.bodies(block));
      parts.push(columns, ...(overlay === null ? [] : [overlay]));
      spans += count;
      bytes += columns.length + (overlay?.length ?? 0);
      last = block;
    }
    return { data: Buffer.concat(parts), next: isMore ? String(last) : null, spans };
  }

  spans(traceId: string, ids: readonly string[]): readonly StoredSpan[] | null {
    const trace = this.traceOf.get(traceId);
    if (trace === undefined) return null;
    const find = ruleFinder(rulesIn(this.database));
    return bodyPlaces(this.database, trace, ids).map((body) =>
      storedSpan(modelOf(body), this.context(body.context), (name, service, attributes) =>
        find({ name, service, attributes }),
      ),
    );
  }

  /** Ids, 8 bytes each. */
  search(traceId: string, query: SearchQuery): Uint8Array | null {
    const trace = this.traceOf.get(traceId);
    if (trace === undefined) return null;
    return searchTrace(this.blocks.iterate(trace, 0), (block) => this.bodies(block), query);
  }

  otlp(traceId: string, cursor: string | null): TextPart | null {
    const trace = this.traceOf.get(traceId);
    if (trace === undefined) return null;
    return otlpPart(this.blocks.iterate(trace, Number(cursor ?? 0)), cursor === null, {
      bodies: (block) => this.bodies(block),
      context: (row) => this.context(row),
    });
  }

  rules(): readonly TraceRule[] {
    return rulesIn(this.database);
  }

  private bodies(block: number) {
    return readBodies(this.bodiesOf.get(block) ?? Buffer.alloc(8));
  }

  private context(row: number): ContextModel {
    const found = this.contexts.get(row);
    if (found !== undefined) return found;
    const text = this.database
      .prepare<[number], string>('SELECT text FROM contexts WHERE context = ?')
      .pluck()
      .get(row);
    const model = JSON.parse(text ?? '{}') as ContextModel; // written by us
    if (this.contexts.size > 10_000) this.contexts.clear();
    this.contexts.set(row, model);
    return model;
  }
}
