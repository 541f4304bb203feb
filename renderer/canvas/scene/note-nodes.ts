import { isHidden, type Note, noteName, notesOf, type StepEntry } from '../../document/index.ts';
import { layer } from './geometry.ts';
import { noteNodeId } from './ids.ts';
import type { SceneInput } from './nodes.ts';
import { isGroup } from './measure.ts';
import type { NoteNodeType } from './types.ts';

/** Notes lie over lines and under cards. In the view of a container only those that belong to it, or to what is in it. */
export function noteNodes(input: SceneInput): readonly NoteNodeType[] {
  return notesOf(input.document).flatMap((note) => {
    const owner = note.step === null ? undefined : input.whole.steps.get(note.step);
    if (!owner) return input.within === null ? [noteNode(note, null, input)] : [];
    const isDrawn = input.outline.steps.has(owner.id) && !isHidden(input.outline, owner.id);
    return isDrawn ? [noteNode(note, input.outline.steps.get(owner.id) ?? owner, input)] : [];
  });
}

function noteNode(note: Note, owner: StepEntry | null, { depthOf, t }: SceneInput): NoteNodeType {
  const { id, x, y, width, height, text, colour } = note;
  const depth = owner ? depthOf(owner.block) + (isGroup(owner) ? 1 : 0) : 0;
  const name = noteName(note);
  return {
    id: noteNodeId(id),
    type: 'note',
    position: { x, y },
    ...(owner ? { parentId: owner.id } : {}),
    zIndex: layer.words(depth),
    width,
    height,
    measured: { width, height },
    handles: [],
    connectable: false,
    ariaLabel: name === '' ? t('notes.empty') : t('notes.label', { text: name }),
    ariaRole: 'note',
    data: { noteId: id, text, colour },
  };
}
