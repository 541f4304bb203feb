/** That what is only kept is whole: it is read later, by somebody who cannot refuse it any more. */
import { Malformed } from '../draft.ts';
import type { WireReader } from './reader.ts';
import { DEEPEST } from './values.ts';

/** An event or a link that ends at `end`, with its attributes in `field`. */
export function checkAttributes(reader: WireReader, end: number, field: number): void {
  while (reader.next(end)) {
    if (reader.field === field && reader.wire === 2) checkKeyValue(reader, reader.length(end));
    else reader.skip(end);
  }
}

export function checkKeyValue(reader: WireReader, end: number, depth = 0): void {
  while (reader.next(end)) {
    if (reader.field === 2 && reader.wire === 2) checkValue(reader, reader.length(end), depth + 1);
    else reader.skip(end);
  }
}

function checkValue(reader: WireReader, end: number, depth: number): void {
  if (depth > DEEPEST) throw new Malformed(`This is no OTLP request: a value is nested deeper than ${DEEPEST}.`);
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (wire === 2 && (field === 5 || field === 6)) checkList(reader, reader.length(end), depth, field === 6);
    else reader.skip(end);
  }
}

function checkList(reader: WireReader, end: number, depth: number, isOfPairs: boolean): void {
  while (reader.next(end)) {
    if (reader.field !== 1 || reader.wire !== 2) reader.skip(end);
    else if (isOfPairs) checkKeyValue(reader, reader.length(end), depth + 1);
    else checkValue(reader, reader.length(end), depth + 1);
  }
}
