import { z } from 'zod';
import { anyJson } from '../json.ts';
import { formatOptions, plainFormats } from './options.ts';

const format = z.union([plainFormats, formatOptions]);

export const transformInput = z
  .strictObject({
    from: format.meta({ description: 'What the data is: a name, or an object with format and its options.' }),
    to: format.meta({ description: 'What it becomes.' }),
    data: anyJson.meta({
      description:
        'A text for csv, xml and yaml; { "$base64": "…" } for msgpack, cbor, avro and protobuf; any JSON for json.',
    }),
  })
  .meta({ title: 'transform', description: 'Turns data of one format into another.' });

export const transformOutput = z.json().meta({
  description:
    'A text for csv, xml and yaml; { "$base64": "…" } for msgpack, cbor, avro and protobuf; any JSON for json.',
});

export type TransformInput = z.output<typeof transformInput>;
