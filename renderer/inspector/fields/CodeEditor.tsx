import { useEffect, useRef } from 'react';
import { createEditor, type Editor, type EditorLanguage } from './code-mirror.ts';

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  readonly language: EditorLanguage;
  readonly labelledBy: string;
  readonly readOnly: boolean;
  readonly placeholder: string;
}

/** CodeMirror as a field. Text that comes from elsewhere (undo) replaces what is shown; what is typed goes out. */
export function CodeEditor({ text, onChange, onBlur, language, labelledBy, readOnly, placeholder }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const handlers = useRef({ onChange, onBlur });
  const initial = useRef(text);
  useEffect(() => {
    handlers.current = { onChange, onBlur };
    initial.current = text;
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const made = createEditor(host.current, {
      text: initial.current,
      language,
      labelledBy,
      readOnly,
      placeholder,
      onChange: (next) => handlers.current.onChange(next),
      onBlur: () => handlers.current.onBlur(),
    });
    editor.current = made;
    return () => {
      made.destroy();
      editor.current = null;
    };
  }, [language, labelledBy, readOnly, placeholder]);
  useEffect(() => editor.current?.show(text), [text]);
  return <div ref={host} />;
}
