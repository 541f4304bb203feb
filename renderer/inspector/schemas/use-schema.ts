import { type Diagnostic, isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { type Path, toPointer } from '../../document/index.ts';
import { problemAt, useEditing, useField } from '../editing.ts';

export interface Keyword {
  readonly value: Json | undefined;
  readonly pointer: string;
  readonly readOnly: boolean;
  readonly problem: Diagnostic | null;
  /** `undefined` takes the keyword away; the schema stays, even when nothing is left in it. */
  readonly write: (value: Json | undefined) => void;
}

/** One keyword of the schema at a path. It is written with its schema: a property of which nothing is said any more is still one. */
export function useKeyword(path: Path, keyword: string): Keyword {
  const { value, write, readOnly } = useField(path);
  const { base, diagnostics } = useEditing();
  const schema: JsonObject = isObject(value ?? null) ? (value as JsonObject) : {};
  const pointer = toPointer([...base, ...path, keyword]);
  return {
    value: schema[keyword],
    pointer,
    readOnly,
    problem: problemAt(diagnostics, pointer),
    write: (next) => write(withKeyword(schema, keyword, next)),
  };
}

function withKeyword(schema: JsonObject, keyword: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...schema, [keyword]: value };
  const { [keyword]: _gone, ...rest } = schema;
  return rest;
}
