import { type NodeProps, NodeResizer, NodeToolbar, Position } from '@xyflow/react';
import { Markdown } from 'markdown-to-jsx';
import { PencilLine, Trash2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { noteColours, noteSize } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { cx, IconButton } from '../../ui/index.ts';
import { focusNode } from '../focus.ts';
import { useHot } from '../hot.ts';
import { noteNodeId } from '../scene/ids.ts';
import type { NoteNodeType } from '../scene/types.ts';
import { colourNotes, placeNote, removeChosen, writeNote } from './actions.ts';
import { editNote, useEditing } from './editing.ts';
import css from './NoteNode.module.css';

/** Other people's text: nothing of it is HTML, and no picture is loaded. */
const options = {
  disableParsingRawHTML: true,
  overrides: { img: NoPicture, a: Link },
} as const;

/** A note on the drawing, in Markdown. */
export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<NoteNodeType>) {
  const { noteId, text, colour } = data;
  const { documentId, readOnly } = useHot();
  const t = useT();
  const isEditing = useEditing(({ editing }) => editing?.note === noteId && editing.document === documentId);
  const canEdit = !readOnly;
  return (
    <>
      {canEdit && (
        <NodeResizer
          isVisible={selected && !isEditing}
          minWidth={noteSize.least.width}
          minHeight={noteSize.least.height}
          lineClassName={css.edge ?? ''}
          handleClassName={css.corner ?? ''}
          onResizeEnd={(_, { x, y, width, height }) => placeNote(documentId, noteId, { x, y, width, height })}
        />
      )}
      {canEdit && selected && !isEditing && <Tools noteId={noteId} />}
      <div
        className={cx(css.note, css[colour])}
        onDoubleClick={(event) => {
          event.stopPropagation();
          if (canEdit) editNote(documentId, noteId);
        }}
      >
        {isEditing && canEdit ? (
          <Writing noteId={noteId} text={text} />
        ) : text.trim() === '' ? (
          <span className={css.empty}>{t('notes.empty')}</span>
        ) : (
          <div className={css.text}>
            <Markdown options={options}>{text}</Markdown>
          </div>
        )}
      </div>
    </>
  );
});

function Writing({ noteId, text }: { readonly noteId: string; readonly text: string }) {
  const { documentId } = useHot();
  const t = useT();
  const end = (written: string | null): void => {
    if (written !== null) writeNote(documentId, noteId, written);
    editNote(documentId, null);
  };
  return (
    <textarea
      // The person asked to write a moment ago.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      className={`${css.field ?? ''} nodrag nopan nowheel`}
      defaultValue={text}
      aria-label={t('notes.write')}
      placeholder={t('notes.placeholder')}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        end(event.currentTarget.value);
        focusNode(noteNodeId(noteId));
      }}
    />
  );
}

/** Its colour, and what else can be done with it. */
function Tools({ noteId }: { readonly noteId: string }) {
  const { documentId } = useHot();
  const t = useT();
  return (
    <NodeToolbar isVisible position={Position.Top} offset={8}>
      <div className={css.tools} role="toolbar" aria-label={t('notes.tools')}>
        {noteColours.map((colour) => (
          <button
            key={colour}
            type="button"
            className={cx(css.swatch, css[colour])}
            aria-label={t(`notes.colour.${colour}`)}
            title={t(`notes.colour.${colour}`)}
            onClick={() => colourNotes(documentId, [noteId], colour)}
          />
        ))}
        <IconButton
          size="sm"
          iconSize={13}
          icon={PencilLine}
          label={t('notes.write')}
          onPress={() => editNote(documentId, noteId)}
        />
        <IconButton
          size="sm"
          iconSize={13}
          icon={Trash2}
          label={t('notes.remove')}
          onPress={() => void removeChosen(documentId)}
        />
      </div>
    </NodeToolbar>
  );
}

function NoPicture({ alt }: { readonly alt?: string }) {
  return <em>{alt}</em>;
}

function Link({ href, children }: { readonly href?: string; readonly children?: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="nodrag">
      {children}
    </a>
  );
}
