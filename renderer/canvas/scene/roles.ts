import type { MessageKey, Translate } from '../../locales/index.ts';

interface Role {
  readonly 'aria-roledescription': string;
}

/** What a screen reader calls a thing, in place of React Flow's word. One object a language: nodes and edges are compared. */
export function roleNamed(key: MessageKey): (t: Translate) => Role {
  const known = new WeakMap<Translate, Role>();
  return (t) => {
    const role = known.get(t) ?? { 'aria-roledescription': t(key) };
    known.set(t, role);
    return role;
  };
}
