import { type DragEvent, useState } from 'react';

interface Dragged {
  readonly list: string;
  readonly index: number;
  readonly name: string;
}

/** The row that is being dragged: one at a time, and only among the rows of its own list. */
let dragged: Dragged | null = null;

type Side = 'before' | 'after';

/** Lets a row of a list be taken by its handle and put before or after another one: `drop` is told which, and where to. */
export function useDraggedRow(list: string, index: number, name: string, drop: (name: string, to: number) => void) {
  const [over, setOver] = useState<Side | null>(null);
  const taken = (): Dragged | null => (dragged?.list === list && dragged.index !== index ? dragged : null);
  const handle = {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      dragged = { list, index, name };
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', name);
      const row = event.currentTarget.closest('li');
      if (row) event.dataTransfer.setDragImage(row, 8, 12);
    },
    onDragEnd: () => {
      dragged = null;
    },
  };
  const target = {
    'data-over': over ?? undefined,
    onDragOver: (event: DragEvent) => {
      if (!taken()) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(sideOf(event));
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => {
      setOver(null);
      const row = taken();
      if (!row) return;
      event.preventDefault();
      event.stopPropagation();
      drop(row.name, placeAfterDrop(row.index, index, sideOf(event)));
    },
  };
  return { handle, target };
}

/** Where a row ends up: it is taken out first, so what comes after it moves up. */
export function placeAfterDrop(from: number, onto: number, side: Side): number {
  const place = side === 'before' ? onto : onto + 1;
  return from < place ? place - 1 : place;
}

function sideOf(event: DragEvent): Side {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  return event.clientY < top + height / 2 ? 'before' : 'after';
}
