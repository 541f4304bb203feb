import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { docs } from './docs.ts';
import { transformInput, transformOutput } from './schema.ts';

export const transformActivity = defineActivity({
  name: 'transform',
  summary: 'Turns data of one format into another: JSON, CSV, XML, YAML, MessagePack, CBOR, Avro, Protocol Buffers.',
  docs,
  examples: [
    {
      title: 'Records of CSV, with their types',
      with: {
        from: { format: 'csv', delimiter: ';', types: { quantity: 'integer', price: 'number' } },
        to: 'json',
        data: 'sku;quantity;price\nA-1;3;9.90\n',
      },
    },
    {
      title: 'XML out of an object',
      with: { from: 'json', to: { format: 'xml', indent: 2 }, data: { order: { '@id': '7', line: ['A-1', 'B-2'] } } },
    },
    {
      title: 'A message by its .proto file',
      with: {
        from: 'json',
        to: { format: 'protobuf', file: 'protos/order.proto', message: 'shop.Order' },
        data: '{% input.order %}',
      },
    },
  ],
  category: 'data',
  icon: 'M2 5.5h10 M9.5 3L12 5.5L9.5 8 M14 10.5H4 M6.5 8L4 10.5L6.5 13',
  input: transformInput,
  output: transformOutput,
  ...lazily(() => import('./perform.ts')),
});
