import { checkExpression, type Diagnostic, isExpression, type Json } from '@sagaloom/engine/core';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { useCallback, useMemo } from 'react';
import { useActivities } from '../../activities/index.ts';
import { type Path, redo, undo } from '../../document/index.ts';
import { en } from '../../locales/en/index.ts';
import { type MessageKey, type Translate, useT } from '../../locales/index.ts';
import { useEditing } from '../editing.ts';
import { scopeShape } from './context.ts';
import { type DataInUse, useData } from './data/DataProvider.tsx';
import type { Failed } from './data/evaluate.ts';
import { loadSecretNames, useSecretNames } from './data/secrets.ts';
import type { EditorSupport, EditorWords, Mark } from './editor/support.ts';
import { type Embedded, embeddedIn, type Holder } from './embedded.ts';

/** What an editor of the template at a path needs to know of the rest. */
export function useSupport(path: Path): EditorSupport {
  const t = useT();
  const { documentId, document, base } = useEditing();
  const data = useData();
  const byName = useActivities((state) => state.byName);
  const names = useSecretNames((state) => state.names);
  const scope = useCallback(() => {
    void loadSecretNames();
    const whole = [...base, ...path];
    const found = data.scopeAt(whole);
    return scopeShape(whole, {
      document,
      activities: byName,
      secrets: names ?? [],
      data: found.ok ? found.scope : null,
      outputs: data.outputs,
    });
  }, [base, path, document, data, byName, names]);
  const words = useMemo(() => wordsOf(t, data), [t, data]);
  return useMemo(
    () => ({ scope, words, undo: () => undo(documentId), redo: () => redo(documentId) }),
    [scope, words, documentId],
  );
}

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

function wordsOf(t: Translate, data: DataInUse): EditorWords {
  return {
    completions: t('expressions.completions'),
    uncertain: t('expressions.uncertain'),
    seen: () => t(`expressions.seen.${data.shown}`),
    kind: (kind) => t(`expressions.kind.${kind}`),
    help: (name) => {
      const key = `expressions.fn.${name}`;
      return isKey(key) ? t(key) : null;
    },
    print: (value) => printed(value),
  };
}

const mostPrinted = 1_200;

function printed(value: Json): string {
  const text = JSON.stringify(value, null, 2);
  return text.length > mostPrinted ? `${text.slice(0, mostPrinted)}…` : text;
}

interface Told {
  readonly text: string;
  readonly holder: Holder;
  /** Of the field. */
  readonly pointer: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: readonly Failed[];
  readonly wordsOf: (failed: Failed) => string;
  /** Said of an expression whose end is missing. */
  readonly unclosed: string;
}

/** Where something is wrong in the text of a field: its syntax, what the compiler says, and what trying it out came to. */
export function marksOf({
  text,
  holder,
  pointer,
  diagnostics,
  failed,
  wordsOf: words,
  unclosed,
}: Told): readonly Mark[] {
  const places = placesIn(text, holder);
  if (holder === 'expression' && text.startsWith('{%') && !isExpression(text))
    return [{ from: Math.max(0, text.length - 1), to: text.length, severity: 'error', message: unclosed }];
  const syntax = places.all.flatMap((embedded): readonly Mark[] => {
    const checked = checkExpression(embedded.source);
    if (checked.ok) return [];
    const at = embedded.toEditor(checked.offset);
    return [{ from: Math.max(embedded.from, at - 1), to: at, severity: 'error', message: checked.message }];
  });
  const said = diagnostics
    .filter(({ code, pointer: at }) => code !== 'EXPRESSION_SYNTAX' && (at === pointer || at.startsWith(`${pointer}/`)))
    .flatMap(({ pointer: at, offset, severity, message }): readonly Mark[] => {
      const range = places.at(at.slice(pointer.length).split('/').slice(1).map(unescaped), offset ?? null);
      return range ? [{ ...range, severity, message }] : [];
    });
  const wrong = new Set([...syntax, ...said].map(({ from }) => from));
  if (syntax.length > 0) return [...syntax, ...said];
  const tried = failed.flatMap((one): readonly Mark[] => {
    const { outcome } = one;
    const range = places.at(
      one.path,
      outcome.offset ?? null,
      outcome.kind === 'undefined' ? outcome.length : undefined,
    );
    return range && !wrong.has(range.from) ? [{ ...range, severity: 'info', message: words(one) }] : [];
  });
  return [...syntax, ...said, ...tried];
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Finds a place of the value in the text that shows it; `offset` is into a string there. */
function placesIn(text: string, holder: Holder) {
  const all = embeddedIn(text, holder);
  const tree = holder === 'json' ? parseTree(text) : undefined;
  const inside = (embedded: Embedded, offset: number, length: number | undefined): Range => {
    const from = embedded.toEditor(offset - 2);
    const word = /^(?:`[^`]*`|\$?[\p{L}\p{N}_]+(?:\s*\.\s*[\p{L}\p{N}_]+)*)/u.exec(embedded.source.slice(offset - 2));
    const end = embedded.toEditor(offset - 2 + (length ?? word?.[0].length ?? 1));
    return { from, to: Math.max(end, from + 1) };
  };
  const at = (path: readonly (string | number)[], offset: number | null, length?: number): Range | null => {
    if (holder === 'expression') {
      const [only] = all;
      return only && offset !== null ? inside(only, offset, length) : { from: 0, to: text.length };
    }
    const node = tree && findNodeAtLocation(tree, path.map(asSegment(tree, path)));
    if (!node) return null;
    const embedded = all.find(({ from }) => from === node.offset + 3);
    return embedded && offset !== null
      ? inside(embedded, offset, length)
      : { from: node.offset, to: node.offset + node.length };
  };
  return { all, at };
}

/** A pointer does not tell an index from a name: the tree does. */
const asSegment =
  (tree: NonNullable<ReturnType<typeof parseTree>>, path: readonly (string | number)[]) =>
  (part: string | number, index: number): string | number => {
    const holder = findNodeAtLocation(tree, path.slice(0, index).map(asSegment(tree, path)));
    return holder?.type === 'array' ? Number(part) : String(part);
  };
