import protobuf, { type Root } from 'protobufjs';
import descriptorJson from 'protobufjs/google/protobuf/descriptor.json' with { type: 'json' };
import typeJson from 'protobufjs/google/protobuf/type.json' with { type: 'json' };
import apiJson from 'protobufjs/google/protobuf/api.json' with { type: 'json' };
import sourceJson from 'protobufjs/google/protobuf/source_context.json' with { type: 'json' };

/** The schema is wrong; the message says where. */
export class SchemaError extends Error {}

/** Texts of .proto files by the path they are imported by. */
export type ProtoFiles = Readonly<Record<string, string>>;

const extra: Readonly<Record<string, object>> = {
  'google/protobuf/descriptor.proto': descriptorJson,
  'google/protobuf/type.proto': typeJson,
  'google/protobuf/api.proto': apiJson,
  'google/protobuf/source_context.proto': sourceJson,
};

/** Those that come with every compiler of Protocol Buffers. */
export const isBuiltin = (path: string): boolean => path in extra || protobuf.common.get(path) !== null;

/** All that `main` and its imports declare, every name resolved. Throws a SchemaError. */
export function rootOf(files: ProtoFiles, main: string): Root {
  const root = new protobuf.Root();
  const seen = new Set<string>();
  const add = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text === undefined) return addBuiltin(root, path);
    const { imports = [], weakImports = [] } = parsed(text, root, path);
    for (const each of [...imports, ...weakImports]) add(each);
  };
  add(main);
  return resolved(root, main);
}

function addBuiltin(root: Root, path: string): void {
  const known = extra[path] ?? protobuf.common.get(path);
  if (known === null || known === undefined) throw new SchemaError(`The file ${path} is imported, and is not there.`);
  const { nested } = known as { readonly nested?: Parameters<Root['addJSON']>[0] };
  if (nested !== undefined) root.addJSON(nested);
}

function parsed(text: string, root: Root, path: string): protobuf.IParserResult {
  try {
    return protobuf.parse(text, root, { keepCase: true });
  } catch (error) {
    throw new SchemaError(`The proto file ${path} is wrong: ${reason(error)}.`);
  }
}

function resolved(root: Root, what: string): Root {
  try {
    return root.resolveAll() as Root;
  } catch (error) {
    throw new SchemaError(`The proto file ${what} uses what is not there: ${reason(error)}.`);
  }
}

const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '').replaceAll('\n', ' ');
