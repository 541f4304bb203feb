import type { Translate } from '../locales/index.ts';

/** CodeMirror's own words, by the English that it asks for. */
export function phrasesOf(t: Translate): Readonly<Record<string, string>> {
  return {
    Find: t('text.cm.find'),
    Replace: t('text.cm.replace'),
    next: t('text.cm.next'),
    previous: t('text.cm.previous'),
    all: t('text.cm.all'),
    'match case': t('text.cm.matchCase'),
    'by word': t('text.cm.byWord'),
    regexp: t('text.cm.regexp'),
    replace: t('text.cm.replaceOne'),
    'replace all': t('text.cm.replaceAll'),
    close: t('text.cm.close'),
    'current match': t('text.cm.current'),
    'on line': t('text.cm.onLine'),
    to: t('text.cm.to'),
    'replaced $ matches': t('text.cm.replaced'),
    'replaced match on line $': t('text.cm.replacedOn'),
    'Go to line': t('text.cm.goToLine'),
    go: t('text.cm.go'),
    'Folded lines': t('text.cm.folded'),
    'Unfolded lines': t('text.cm.unfoldedLines'),
    unfold: t('text.cm.unfold'),
    'Fold line': t('text.cm.fold'),
    'Unfold line': t('text.cm.unfoldLine'),
    'folded code': t('text.cm.foldedCode'),
    Completions: t('text.cm.completions'),
    Diagnostics: t('text.cm.diagnostics'),
    'No diagnostics': t('text.cm.noDiagnostics'),
  };
}
