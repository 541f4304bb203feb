import { useEffect, useRef } from 'react';
import type { EditorSupport, Mark } from '../expressions/editor/support.ts';
import type { Holder } from '../expressions/embedded.ts';
import { createEditor, type Editor } from './code-mirror.ts';

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onFocus?: (isFocused: boolean) => void;
  readonly language: Holder;
  /** One of the two names it. */
  readonly labelledBy?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly readOnly: boolean;
  readonly placeholder: string;
  readonly support: EditorSupport;
  readonly marks: readonly Mark[];
  /** Where the caret is put as soon as it is there; null leaves it alone. */
  readonly caret?: number | null;
}

/** CodeMirror as a field. Text that comes from elsewhere (undo) replaces what is shown; what is typed goes out. */
export function CodeEditor(props: Props) {
  const { text, language, labelledBy, label, describedBy, readOnly, placeholder, marks } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const made = createEditor(host.current, {
      text: latest.current.text,
      language,
      labelledBy,
      label,
      describedBy,
      readOnly,
      placeholder,
      support: supportOf(latest),
      onChange: (next) => latest.current.onChange(next),
      onFocus: (isFocused) => latest.current.onFocus?.(isFocused),
    });
    editor.current = made;
    made.mark(latest.current.marks);
    const { caret = null } = latest.current;
    if (caret !== null) made.focus(caret);
    return () => {
      made.destroy();
      editor.current = null;
    };
  }, [language, labelledBy, label, describedBy, readOnly, placeholder]);
  useEffect(() => editor.current?.show(text), [text]);
  useEffect(() => editor.current?.mark(marks), [marks]);
  return <div ref={host} />;
}

/** The editor is made once; what it asks is answered by the field as it is then. */
function supportOf(latest: { readonly current: Props }): EditorSupport {
  return {
    scope: () => latest.current.support.scope(),
    get words() {
      return latest.current.support.words;
    },
    undo: () => latest.current.support.undo(),
    redo: () => latest.current.support.redo(),
  };
}
