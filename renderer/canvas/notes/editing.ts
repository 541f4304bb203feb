import { create } from 'zustand';

interface Editing {
  /** The note that is being written, by its file and its id. */
  readonly editing: { readonly document: string; readonly note: string } | null;
}

export const useEditing = create<Editing>(() => ({ editing: null }));

export function editNote(document: string, note: string | null): void {
  useEditing.setState({ editing: note === null ? null : { document, note } });
}
