import { isObject, type JsonObject } from '@sagaloom/engine/core';
import { Asterisk, GripVertical, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useField } from '../editing.ts';
import { Details } from './Details.tsx';
import { moveProperty, namesOf, removeProperty, renameProperty, setRequired } from './edit.ts';
import { NameCell } from './NameCell.tsx';
import { OpenButton } from './OpenButton.tsx';
import type { Child } from './shape.ts';
import { TypeCell } from './TypeCell.tsx';
import { useDraggedRow } from './use-dragged-row.ts';
import css from './Schemas.module.css';

interface Props {
  /** Path of the schema that holds it. */
  readonly at: Path;
  readonly child: Child;
  /** Among the properties. */
  readonly index: number;
  readonly isFresh: boolean;
  readonly onRenamed: () => void;
  /** What it holds itself. */
  readonly children: ReactNode;
}

/** One property: its name, its type, whether it is required; the rest opens below. Alt with the arrows moves it. */
export function PropertyRow({ at, child, index, isFresh, onRenamed, children }: Props) {
  const t = useT();
  const id = useId();
  const { value, readOnly, write } = useField(at);
  const [isOpen, setOpen] = useState(false);
  const holder: JsonObject = isObject(value ?? null) ? (value as JsonObject) : {};
  const name = child.name ?? '';
  const path = [...at, ...child.path];
  const move = (to: number): void => {
    if (to >= 0 && to < namesOf(holder).length) write(moveProperty(holder, name, to));
  };
  const drag = useDraggedRow(at.join('/'), index, name, (taken, to) => write(moveProperty(holder, taken, to)));
  const keys = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !event.altKey || readOnly) return;
    event.preventDefault();
    event.stopPropagation();
    move(index + by);
  };
  return (
    // Keys and drags of the controls inside come by here.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li className={css.item} onKeyDown={keys} {...drag.target} data-property={name}>
      <div className={css.row}>
        {!readOnly && (
          <span className={css.grip} title={t('schemas.property.drag')} aria-hidden {...drag.handle}>
            <GripVertical size={12} strokeWidth={1.75} />
          </span>
        )}
        <OpenButton name={name} id={id} isOpen={isOpen} onChange={setOpen} />
        <NameCell
          name={name}
          taken={namesOf(holder)}
          readOnly={readOnly}
          isFresh={isFresh}
          onRename={(to) => {
            write(renameProperty(holder, name, to));
            onRenamed();
          }}
        />
        <TypeCell path={path} name={name} />
        <button
          type="button"
          className={css.mark}
          aria-pressed={child.isRequired}
          aria-label={t('schemas.property.required', { name })}
          title={t(child.isRequired ? 'schemas.property.isRequired' : 'schemas.property.isOptional')}
          disabled={readOnly}
          onClick={() => write(setRequired(holder, name, !child.isRequired))}
        >
          <Asterisk size={13} strokeWidth={2.25} aria-hidden />
        </button>
        {!readOnly && (
          <button
            type="button"
            className={css.mark}
            aria-label={t('inspector.remove', { name })}
            title={t('inspector.remove', { name })}
            onClick={() => write(removeProperty(holder, name))}
          >
            <X size={13} strokeWidth={2} aria-hidden />
          </button>
        )}
      </div>
      <div id={id} className={css.details} hidden={!isOpen}>
        {isOpen && <Details path={path} schema={child.schema} />}
      </div>
      {children}
    </li>
  );
}
