import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { embeddedAt, type Holder } from '../embedded.ts';
import { pointedAt } from '../language/completions.ts';
import type { EditorSupport } from './support.ts';

/** Over a name of a path: its type and the value last seen. */
export function hovering(holder: Holder, support: EditorSupport): Extension {
  return hoverTooltip(
    (view, position) => {
      const embedded = embeddedAt(view.state.doc.toString(), position, holder);
      const scope = embedded && support.scope();
      const pointed = embedded && scope && pointedAt(embedded.source, embedded.toSource(position), scope);
      if (!pointed) return null;
      const { path, type, value, from, to } = pointed;
      return {
        pos: embedded.toEditor(from),
        end: embedded.toEditor(to),
        above: true,
        create: () => ({ dom: tip(path, type, value === undefined ? null : support.words.print(value), support) }),
      };
    },
    { hoverTime: 350 },
  );
}

function tip(path: string, type: string | null, value: string | null, { words }: EditorSupport): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-about cm-hover';
  const line = (text: string, className: string): void => {
    const part = document.createElement('div');
    part.className = className;
    part.textContent = text;
    dom.append(part);
  };
  line(type === null ? path : `${path}: ${type}`, 'cm-about-code');
  if (value === null) return dom;
  line(value, 'cm-about-value');
  line(words.seen(), 'cm-about-kind');
  return dom;
}
