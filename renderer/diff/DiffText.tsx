import { json } from '@codemirror/lang-json';
import { syntaxHighlighting } from '@codemirror/language';
import { goToNextChunk, goToPreviousChunk, MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { colours, nonce, tinted } from '../inspector/fields/code-mirror.ts';
import { useT } from '../locales/index.ts';
import { look } from '../text/look.ts';
import { shown } from '../text/line-ends.ts';
import css from './DiffText.module.css';

export interface TextSteps {
  readonly go: (way: 'next' | 'previous') => void;
}

interface Props {
  readonly texts: readonly [string, string];
  /** One text with both versions of what differs, where there is no room for two. */
  readonly isNarrow: boolean;
  readonly ref: Ref<TextSteps>;
}

/** Both texts beside each other, unchanged lines folded. */
export function DiffText({ texts, isNarrow, ref }: Props) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  useImperativeHandle(ref, () => ({
    go: (way) => {
      if (view.current) (way === 'next' ? goToNextChunk : goToPreviousChunk)(view.current);
    },
  }));
  useEffect(() => {
    if (!host.current) return undefined;
    const base = [
      ...reading(),
      EditorState.phrases.of({ '$ unchanged lines': t('diff.unchanged') }),
      EditorView.contentAttributes.of({ 'aria-label': t('diff.textLabel'), tabindex: '0' }),
    ];
    const [before, after] = texts.map(shown);
    const made = isNarrow
      ? unified(host.current, before ?? '', after ?? '', base)
      : beside(host.current, before ?? '', after ?? '', base);
    view.current = made.view;
    goToNextChunk(made.view);
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [texts, isNarrow, t]);
  return <div ref={host} className={css.text} />;
}

interface Made {
  readonly view: EditorView;
  readonly destroy: () => void;
}

const folded = { margin: 3, minSize: 6 } as const;
const diffConfig = { scanLimit: 2_000, timeout: 1_500 } as const;

function beside(parent: HTMLElement, before: string, after: string, extensions: readonly Extension[]): Made {
  const merge = new MergeView({
    parent,
    a: { doc: before, extensions: [...extensions] },
    b: { doc: after, extensions: [...extensions] },
    collapseUnchanged: folded,
    diffConfig,
  });
  return { view: merge.b, destroy: () => merge.destroy() };
}

function unified(parent: HTMLElement, before: string, after: string, extensions: readonly Extension[]): Made {
  const merged = unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: folded, diffConfig });
  const view = new EditorView({ parent, doc: after, extensions: [...extensions, merged] });
  return { view, destroy: () => view.destroy() };
}

function reading(): readonly Extension[] {
  const given = nonce();
  return [
    ...(given === '' ? [] : [EditorView.cspNonce.of(given)]),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    lineNumbers(),
    EditorView.lineWrapping,
    json(),
    syntaxHighlighting(colours),
    tinted,
    look,
    diffLook,
  ];
}

const diffLook = EditorView.theme({
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--bad-soft)' },
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--ok-soft)' },
  // A line below the words: a ground behind them would take from their contrast.
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    boxShadow: 'inset 0 -1px 0 color-mix(in oklch, var(--bad) 55%, transparent)',
  },
  '&.cm-merge-b .cm-changedText, .cm-changedText': {
    background: 'none',
    boxShadow: 'inset 0 -1px 0 color-mix(in oklch, var(--ok) 75%, transparent)',
  },
  '.cm-changedLine del': { textDecoration: 'none' },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--bad)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ok)' },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: 'none !important' },
  '.cm-collapsedLines': {
    padding: '3px 12px',
    background: 'var(--sunk)',
    color: 'var(--ink-2)',
    fontFamily: 'var(--font)',
    fontSize: 'var(--text-sm)',
  },
});
