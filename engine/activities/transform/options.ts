import { z } from 'zod';

/** The formats, each with the options it has. */
const name = z.string().min(1);
const mark = z.string().min(1).max(8);

const protoSource = {
  proto: z.string().min(1).optional().meta({ description: 'The text of a .proto file.' }),
  file: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Or the path of one in the workspace; what it imports is found beside it or from the root.' }),
};

const jsonFormat = z
  .strictObject({
    format: z.literal('json'),
    text: z.boolean().optional().meta({ description: 'The data is a text of JSON, not JSON itself. Default: no.' }),
    lines: z.boolean().optional().meta({ description: 'A text of JSON Lines: a list, one value a line. Default: no.' }),
    indent: z
      .int()
      .min(0)
      .max(10)
      .optional()
      .meta({ description: 'Of a text that is written. Default: 0, all on one line.' }),
  })
  .meta({ title: 'json', description: 'JSON as it is, or its text.' });

const csvFormat = z
  .strictObject({
    format: z.literal('csv'),
    delimiter: mark.optional().meta({ description: 'Between fields. Default: a comma.' }),
    quote: z.string().length(1).optional().meta({ description: 'Around fields. Default: ".' }),
    header: z
      .boolean()
      .optional()
      .meta({ description: 'The first line names the columns; records are then objects. Default: yes.' }),
    columns: z.array(z.string()).min(1).optional().meta({
      description:
        'Names of the columns in their order: those of a text without header, or those that are taken. Default: all.',
    }),
    types: z
      .record(z.string(), z.enum(['text', 'number', 'integer', 'boolean', 'json']))
      .optional()
      .meta({ description: 'What columns hold when read; an empty field is then null. Default: text.' }),
    trim: z.boolean().optional().meta({ description: 'Spaces around fields are left out when read. Default: no.' }),
    quoteAll: z
      .boolean()
      .optional()
      .meta({ description: 'Every field is quoted when written. Default: only where it must be.' }),
    lineBreak: z.enum(['lf', 'crlf']).optional().meta({ description: 'When written. Default: lf.' }),
    escapeFormulas: z.boolean().optional().meta({
      description:
        'A field that a spreadsheet would take for a formula gets a quote before it when written. Default: no.',
    }),
    bom: z.boolean().optional().meta({ description: 'A byte order mark is written first. Default: no.' }),
  })
  .meta({ title: 'csv', description: 'A text of records.' });

const xmlFormat = z
  .strictObject({
    format: z.literal('xml'),
    order: z.boolean().optional().meta({
      description:
        'As { name, attributes, children }, which keeps the order of all children and all spaces. Default: no.',
    }),
    attributes: mark.optional().meta({ description: 'Before the names of attributes. Default: @.' }),
    textName: name
      .optional()
      .meta({ description: 'The name of the text of an element that has attributes. Default: #text.' }),
    lists: z
      .array(name)
      .optional()
      .meta({ description: 'Elements of these names are a list also where there is one. Default: none.' }),
    indent: z.int().min(0).max(10).optional().meta({ description: 'When written. Default: 0, all on one line.' }),
    declaration: z.boolean().optional().meta({ description: 'The XML declaration is written first. Default: yes.' }),
  })
  .meta({ title: 'xml', description: 'A text of one element.' });

const yamlFormat = z
  .strictObject({
    format: z.literal('yaml'),
    documents: z.boolean().optional().meta({ description: 'Several documents, as a list. Default: exactly one.' }),
    indent: z.int().min(1).max(10).optional().meta({ description: 'When written. Default: 2.' }),
  })
  .meta({ title: 'yaml', description: 'A text of YAML 1.2.' });

const msgpackFormat = z
  .strictObject({ format: z.literal('msgpack') })
  .meta({ title: 'msgpack', description: 'Bytes of MessagePack.' });

const cborFormat = z.strictObject({ format: z.literal('cbor') }).meta({ title: 'cbor', description: 'Bytes of CBOR.' });

const avroFormat = z
  .strictObject({
    format: z.literal('avro'),
    schema: z
      .unknown()
      .optional()
      .meta({ description: 'The schema: JSON, or its text. A container file that is read has its own.' }),
    file: z.string().min(1).optional().meta({ description: 'Or the path of a schema in the workspace.' }),
    container: z
      .boolean()
      .optional()
      .meta({ description: 'An object container file: a list of values. Default: one value alone.' }),
    codec: z
      .enum(['null', 'deflate'])
      .optional()
      .meta({ description: 'Of a container file that is written. Default: null.' }),
  })
  .meta({ title: 'avro', description: 'Bytes of Avro, with a schema.' });

const protobufFormat = z
  .strictObject({
    format: z.literal('protobuf'),
    ...protoSource,
    message: name.meta({ description: 'The name of the message, with its package.' }),
    delimited: z
      .boolean()
      .optional()
      .meta({ description: 'A list, each message after its length. Default: one message.' }),
    dropUnknown: z
      .boolean()
      .optional()
      .meta({ description: 'Fields that the schema does not have are left out. Default: they are an error.' }),
  })
  .meta({ title: 'protobuf', description: 'Bytes of a message of Protocol Buffers.' });

export const formatOptions = z.discriminatedUnion('format', [
  jsonFormat,
  csvFormat,
  xmlFormat,
  yamlFormat,
  msgpackFormat,
  cborFormat,
  avroFormat,
  protobufFormat,
]);

/** Those that need nothing but their name. */
export const plainFormats = z.enum(['json', 'csv', 'xml', 'yaml', 'msgpack', 'cbor']);

export type FormatOptions = z.output<typeof formatOptions>;
export type FormatName = FormatOptions['format'];
export type OptionsOf<N extends FormatName> = Extract<FormatOptions, { readonly format: N }>;
