/** Puts the cursor into the field of a pointer, or of what holds it; without one, into the first field. */
export function focusField(pointer: string | null): void {
  const root = document.querySelector('[data-inspector]');
  if (!root) return;
  const rows = [...root.querySelectorAll<HTMLElement>('[data-pointer]')].filter(({ dataset }) => {
    const at = dataset.pointer ?? '';
    return pointer !== null && (pointer === at || pointer.startsWith(`${at}/`) || at.startsWith(`${pointer}/`));
  });
  const nearest =
    rows.toSorted((a, b) => (b.dataset.pointer?.length ?? 0) - (a.dataset.pointer?.length ?? 0))[0] ??
    root.querySelector('[data-form]') ??
    root;
  const field = nearest.querySelector<HTMLElement>(
    'input:not([type=hidden]):not([aria-hidden=true]), textarea, .cm-content, button',
  );
  field?.focus();
  nearest.scrollIntoView({ block: 'nearest' });
}
