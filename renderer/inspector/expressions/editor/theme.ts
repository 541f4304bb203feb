import { EditorView } from '@codemirror/view';
import { paintStyles } from './jsonata.ts';

const floating = {
  border: '1px solid var(--line-2)',
  borderRadius: 'var(--radius)',
  backgroundColor: 'var(--raised)',
  color: 'var(--ink)',
  boxShadow: 'var(--shadow-2)',
};

/** Of the editors, and of what floats beside them. */
export const look = EditorView.theme({
  '&': { fontSize: 'var(--text-sm)', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', maxHeight: '320px' },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--ink)', minHeight: '29px' },
  '.cm-line': { padding: '0 9px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection': {
    backgroundColor: 'color-mix(in oklch, var(--accent) 26%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)', outline: 'none' },
  ...paintStyles,
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0', textDecorationSkipInk: 'none' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad) 1px' },
  '.cm-lintRange-warning, .cm-lintRange-info': { textDecoration: 'underline wavy var(--warn) 1px' },
  '.cm-lintPoint': { display: 'none' },
  '.cm-tooltip': { ...floating, zIndex: 'var(--z-dialog)', fontFamily: 'var(--font)', fontSize: 'var(--text-sm)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mono)',
    maxHeight: '236px',
    maxWidth: '420px',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '6px',
    alignItems: 'baseline',
    padding: '3px 6px',
    borderRadius: 'var(--radius-xs)',
    lineHeight: '1.5',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600', color: 'var(--accent)' },
  '.cm-completionDetail': {
    marginLeft: 'auto',
    paddingLeft: '12px',
    color: 'var(--ink-3)',
    fontStyle: 'normal',
    fontSize: 'var(--text-xs)',
  },
  '.cm-offer-kind': { flex: 'none', width: '12px', color: 'var(--undo)', textAlign: 'center' },
  '.cm-offer-function .cm-offer-kind': { color: 'var(--accent)' },
  '.cm-offer-uncertain .cm-completionLabel': { fontStyle: 'italic', color: 'var(--ink-2)' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: '280px' },
  '.cm-tooltip-hover, .cm-tooltip-lint': { padding: '0' },
  '.cm-about': { display: 'flex', flexDirection: 'column', gap: '3px', lineHeight: '1.45', overflowWrap: 'anywhere' },
  '.cm-hover': { padding: '7px 10px', maxWidth: '420px' },
  '.cm-about-code': { fontFamily: 'var(--mono)', color: 'var(--ink)' },
  '.cm-about-value': {
    fontFamily: 'var(--mono)',
    whiteSpace: 'pre-wrap',
    maxHeight: '180px',
    overflow: 'auto',
    color: 'var(--ink-2)',
  },
  '.cm-about-text': { color: 'var(--ink-2)' },
  '.cm-about-kind': { color: 'var(--ink-3)', fontSize: 'var(--text-xs)' },
  '.cm-about-warn': { color: 'var(--warn)' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: 'none', maxWidth: '360px', overflowWrap: 'anywhere' },
});
