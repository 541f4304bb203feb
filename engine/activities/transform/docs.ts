export const docs = `Reads \`data\` as the format \`from\` and gives it as the format \`to\`. A format is its name, or an object with \`format\` and options.

| format | its data | what is special |
| --- | --- | --- |
| \`json\` | any JSON; with \`text\` or \`lines\` its text | of a name that is there twice the last counts |
| \`csv\` | a text; a list of objects, or of lists where there is no header | all is text but for \`types\`; null and an empty text are both an empty field |
| \`xml\` | a text; \`{ root: { "@attribute": "…", child: "…" } }\` | all is text; \`order: true\` keeps the order of all children and all spaces; comments and processing instructions are left out |
| \`yaml\` | a text; YAML 1.2, \`documents: true\` for several | comments are left out; a date is one only with \`!!timestamp\`; an unknown tag is an error |
| \`msgpack\`, \`cbor\` | bytes | a name \`__proto__\` of MessagePack is refused |
| \`avro\` | bytes, with a schema; \`container: true\` for a container file | logical types are left as what they are made of; unions are \`{ "branch": value }\` only where the branch cannot be told otherwise |
| \`protobuf\` | bytes, with a .proto and a message name | ProtoJSON: integers of 64 bits are texts, bytes are base64, times RFC 3339; fields not set have their default; unknown fields are an error |

**Bytes** are \`{ "$base64": "…" }\`, always, as data and within data. What JSON has no form for has one here, in every format that holds it:
\`{ "$bigint": "9007199254740993" }\` for an integer that a number would not hold, \`{ "$date": "2026-01-31T09:00:00.000Z" }\`,
\`{ "$number": "NaN" }\` (also Infinity, -Infinity, -0), \`{ "$map": [[1, "one"]] }\` for names that are no texts, \`{ "$undefined": true }\` and
\`{ "$tag": [32, …] }\` of CBOR, \`{ "$ext": [5, "aGk="] }\` of MessagePack. An object that is not exactly one of these is an object like any other.
CSV and XML have only text: there bytes are base64, dates RFC 3339, and lists and objects in a field of CSV are JSON.

What the target cannot hold is an error, never left out in silence. A conversion is done in a thread with limits: 32 MiB, 200 levels, 2,000,000
values, 30 seconds. Entities of XML and aliases of YAML cannot make it larger than that; a DOCTYPE with declarations is refused.

All errors are final and have effect \`none\`:

| error | when |
| --- | --- |
| \`transform.parse\` | the data is not what it is said to be; with \`details.line\` and \`column\` where they are known |
| \`transform.schema\` | the schema is wrong, or the data does not fit it |
| \`transform.value\` | the target has no form for a value |
| \`transform.limit\` | the data is too large, too deep, or takes too long |`;
