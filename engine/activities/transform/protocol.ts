import type { ProtobufSource } from './formats/protobuf.ts';
import type { AvroSource } from './formats/avro.ts';
import type { OptionsOf } from './options.ts';
import type { Problem } from './problem.ts';

/** A format with its options, and with its schema read. */
export type Side =
  | { readonly format: 'json'; readonly options: OptionsOf<'json'> }
  | { readonly format: 'csv'; readonly options: OptionsOf<'csv'> }
  | { readonly format: 'xml'; readonly options: OptionsOf<'xml'> }
  | { readonly format: 'yaml'; readonly options: OptionsOf<'yaml'> }
  | { readonly format: 'msgpack' | 'cbor' }
  | { readonly format: 'avro'; readonly source: AvroSource }
  | { readonly format: 'protobuf'; readonly source: ProtobufSource };

export interface TransformTask {
  readonly from: Side;
  readonly to: Side;
  /** As JSON text. */
  readonly data: string;
}

/** The result as JSON text. */
export type TransformEnd =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly problem: Problem };
