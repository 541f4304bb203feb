import type Database from 'better-sqlite3';
import { idsOffset } from '../../contract/columns-wire.ts';
import { type Body, readBodies } from '../store/bodies.ts';

interface IdsRow {
  readonly block: number;
  readonly ids: Buffer;
}

/** The bytes of the spans with these ids, in the order they came. */
export function bodyPlaces(database: Database.Database, trace: number, ids: readonly string[]): readonly Body[] {
  const wanted = new Set(ids);
  const rows = database.prepare<[number], IdsRow>(
    `SELECT block, substr(columns, ${idsOffset + 1}, spans * 8) AS ids FROM blocks WHERE trace = ? ORDER BY block`,
  );
  const bodies = database.prepare<[number], Buffer>('SELECT bodies FROM blocks WHERE block = ?').pluck();
  const needles = [...wanted].map((id) => Buffer.from(id, 'hex').toReversed()); // they are kept little endian
  const found: Body[] = [];
  for (const { block, ids: held } of rows.all(trace)) {
    const places = needles.flatMap((needle) => placesIn(held, needle)).toSorted((a, b) => a - b);
    if (places.length === 0) continue;
    const read = readBodies(bodies.get(block) ?? Buffer.alloc(8));
    found.push(...places.map((place) => read.at(place)));
  }
  return found;
}

function placesIn(held: Buffer, needle: Uint8Array): readonly number[] {
  const places: number[] = [];
  for (let at = held.indexOf(needle); at >= 0; at = held.indexOf(needle, at + 1)) if (at % 8 === 0) places.push(at / 8);
  return places;
}
